using System.Net;
using System.Net.Http.Headers;
using TransitHub.Server.Hosting;
using TransitHub.Server.Options;

namespace TransitHub.Server.Upstream;

/// <summary>
/// Asks another agency's URL once: with what it needs to say that nothing has changed, within bounds of time, size, unpacked size and redirects, and
/// http or https alone. The one place from which the hub reaches out for a feed, so what may be reached is decided in <see cref="MayReach"/> and <see cref="Reach"/>.
/// </summary>
internal sealed class UpstreamFetcher : IDisposable
{
    private readonly UpstreamSource source;
    private readonly Uri url;
    private readonly TimeProvider clock;
    private readonly HttpClient http;
    private (EntityTagHeaderValue? Tag, DateTimeOffset? Modified) last;
    private (EntityTagHeaderValue? Tag, DateTimeOffset? Modified) answered;

    /// <summary>Makes one; nothing is asked yet.</summary>
    public UpstreamFetcher(UpstreamSource source, TimeProvider clock)
    {
        this.source = source;
        this.url = new Uri(source.Url);
        this.clock = clock;
        var reach = new Reach(this.url.IdnHost, Dns.GetHostAddressesAsync);
        this.http = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = (connection, stop) => reach.ConnectAsync(connection.DnsEndPoint, stop),
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            MaxConnectionsPerServer = 2,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = source.MaxBytes,
        };
    }

    /// <summary>Where it is, without what a query may hold: keys are often there.</summary>
    public string Shown => this.url.GetLeftPart(UriPartial.Path);

    /// <summary>Asks.</summary>
    /// <exception cref="OperationCanceledException">Told to stop.</exception>
    public async Task<UpstreamAnswer> FetchAsync(CancellationToken stop)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(this.source.TimeoutSeconds), this.clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, stop);
        try
        {
            return await this.FollowAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return UpstreamAnswer.Failed($"no answer within {this.source.TimeoutSeconds} s");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return UpstreamAnswer.Failed(exception.Message);
        }
    }

    /// <summary>The last answer counts as taken: from now on the agency is asked for what is newer.</summary>
    public void Commit() => this.last = this.answered;

    /// <inheritdoc/>
    public void Dispose() => this.http.Dispose();

    /// <summary>Whether the hub may ask there.</summary>
    private static bool MayReach(Uri target) => target.Scheme == Uri.UriSchemeHttp || target.Scheme == Uri.UriSchemeHttps;

    private async Task<UpstreamAnswer> FollowAsync(CancellationToken cancellation)
    {
        Uri target = this.url;
        for (int redirects = 0; redirects <= this.source.MaxRedirects; redirects++)
        {
            using HttpRequestMessage request = this.RequestTo(target);
            using HttpResponseMessage response = await this.http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
            if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308))
            {
                return await this.ReadAsync(response, cancellation).ConfigureAwait(false);
            }

            if (response.Headers.Location is not { } location || !Uri.TryCreate(target, location, out Uri? next) || !MayReach(next))
            {
                return UpstreamAnswer.Failed("it redirects to no http or https address");
            }

            if (target.Scheme == Uri.UriSchemeHttps && next.Scheme == Uri.UriSchemeHttp)
            {
                return UpstreamAnswer.Failed("it redirects from https to http");
            }

            target = next;
        }

        return UpstreamAnswer.Failed($"more than {this.source.MaxRedirects} redirects");
    }

    private HttpRequestMessage RequestTo(Uri target)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, target);
        request.Headers.AcceptEncoding.ParseAdd("gzip, br");
        if (this.last.Tag is { } tag)
        {
            request.Headers.IfNoneMatch.Add(tag);
        }

        request.Headers.IfModifiedSince = this.last.Modified;
        if (target.Host == this.url.Host && target.Port == this.url.Port && target.Scheme == this.url.Scheme)
        {
            foreach (UpstreamHeader header in this.source.Headers)
            {
                request.Headers.TryAddWithoutValidation(header.Name, header.Value ?? File.ReadAllText(header.ValueFile!).Trim());
            }
        }

        return request;
    }

    private async Task<UpstreamAnswer> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        if (response.StatusCode == HttpStatusCode.NotModified)
        {
            return UpstreamAnswer.NotModified;
        }

        if (response.StatusCode != HttpStatusCode.OK)
        {
            return UpstreamAnswer.Failed($"it answers {(int)response.StatusCode} {response.StatusCode}", RetryAfter.Of(response, this.clock));
        }

        if (response.Content.Headers.ContentLength > this.source.MaxBytes)
        {
            return this.TooLarge();
        }

        Stream body = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            string coding = string.Join(',', response.Content.Headers.ContentEncoding);
            if (await BoundedBody.ReadAsync(body, coding, this.source.MaxBytes, cancellation).ConfigureAwait(false) is not { } bytes)
            {
                return this.TooLarge();
            }

            this.answered = (response.Headers.ETag, response.Content.Headers.LastModified);
            return new UpstreamAnswer(bytes, null, null);
        }
    }

    private UpstreamAnswer TooLarge() => UpstreamAnswer.Failed($"its answer is larger than MaxBytes, {this.source.MaxBytes}");
}
