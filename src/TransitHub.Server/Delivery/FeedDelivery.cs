using System.Net;
using System.Net.Http.Headers;
using TransitHub.Core.Feeds;
using TransitHub.Core.Ids;
using TransitHub.Core.Time;
using TransitHub.Server.Hosting;
using TransitHub.Server.Options;

namespace TransitHub.Server.Delivery;

/// <summary>
/// Brings one message of a feed to one consumer, again and again: always the newest, never one twice, never two at a time. A consumer that is
/// slow or gone gets fewer of them and costs nobody else anything.
/// </summary>
/// <param name="feed">The feed.</param>
/// <param name="settings">Who wants what.</param>
/// <param name="newest">The feed's newest messages; null: there are none yet.</param>
/// <param name="http">Follows no redirects, which would carry tokens to strangers.</param>
/// <param name="clock">The hub's clock.</param>
/// <param name="random">Spreads tries after a failure, so that many hubs do not come back in one second.</param>
/// <param name="logger">Told when it begins to fail and when it goes on.</param>
internal sealed class FeedDelivery(FeedId feed, DeliverySettings settings, Func<FeedSet?> newest, HttpClient http, TimeProvider clock, Random random, ILogger logger)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(2);
    private const int FirstPauseMilliseconds = 2000;
    private const int ShownOfAnswer = 200;

    private readonly RetryDelay retry = new(FirstPauseMilliseconds, (int)LongestPause.TotalMilliseconds, random);
    private readonly AccessTokens tokens = new(settings, http, clock);
    private volatile DeliveryState state = DeliveryState.None;
    private FeedBytes? brought;

    /// <summary>What the operator calls it.</summary>
    public string Name => settings.ShownName;

    /// <summary>Which message.</summary>
    public FeedKind Kind => settings.Kind;

    /// <summary>The feed.</summary>
    public FeedId Feed => feed;

    /// <summary>How it goes.</summary>
    public DeliveryState State => this.state;

    /// <summary>Delivers until told to stop.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            TimeSpan pause = Look;
            if (newest()?.Get(settings.Kind, settings.Cut) is { } message && !ReferenceEquals(message, this.brought))
            {
                TimeSpan? asked = null;
                if (await this.TryBringAsync(message, after => asked = after, stop).ConfigureAwait(false))
                {
                    this.retry.Reset();
                    pause = TimeSpan.FromSeconds(settings.EverySeconds);
                }
                else
                {
                    pause = asked is { } wanted && wanted < LongestPause ? wanted : this.retry.Next();
                }
            }

            await Task.Delay(pause, clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> TryBringAsync(FeedBytes message, Action<TimeSpan?> retryAfter, CancellationToken stop)
    {
        string problem;
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(settings.TimeoutSeconds), clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, stop);
            await this.BringAsync(message, either.Token).ConfigureAwait(false);
            this.brought = message;
            if (this.state.Problem is not null)
            {
                ServerLog.DeliveryGoesOn(logger, feed, this.Name);
            }

            this.state = this.state with { Delivered = this.state.Delivered + 1, LastHeader = message.HeaderTimestamp, Problem = null };
            return true;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return true;
        }
        catch (OperationCanceledException)
        {
            problem = $"no answer within {settings.TimeoutSeconds} s (TimeoutSeconds)";
        }
        catch (DeliveryException exception)
        {
            problem = exception.Message;
            retryAfter(exception.RetryAfter);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            // Of the connection; its message names host and port and nothing of the path.
            problem = exception.Message;
        }

        if (this.state.Problem is null)
        {
            ServerLog.DeliveryFails(logger, feed, this.Name, problem);
        }

        this.state = this.state with { Failed = this.state.Failed + 1, Problem = problem };
        return false;
    }

    private async Task BringAsync(FeedBytes message, CancellationToken cancellation)
    {
        HttpStatusCode status = await this.SendAsync(message, cancellation).ConfigureAwait(false);
        if (status == HttpStatusCode.Unauthorized && settings.TokenUrl is not null)
        {
            // A token may be withdrawn before its end: once more with another one.
            this.tokens.Forget();
            status = await this.SendAsync(message, cancellation).ConfigureAwait(false);
        }

        if (status == HttpStatusCode.Unauthorized)
        {
            throw new DeliveryException(settings.TokenUrl is null
                ? "The consumer wants a token (401): set TokenUrl, ClientId and ClientSecretFile."
                : "The consumer refuses the token (401): ask it whether this client may deliver.");
        }
    }

    private async Task<HttpStatusCode> SendAsync(FeedBytes message, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, settings.Url) { Content = this.BodyOf(message) };
        if (await this.tokens.GetAsync(cancellation).ConfigureAwait(false) is { } token)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        using HttpResponseMessage response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
        if (response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.Unauthorized)
        {
            return response.StatusCode;
        }

        byte[] answer = await AnswerStart.ReadAsync(response.Content, ShownOfAnswer, cancellation).ConfigureAwait(false);
        string said = new([.. System.Text.Encoding.UTF8.GetString(answer).Select(c => char.IsControl(c) ? ' ' : c)]);
        throw new DeliveryException($"The consumer answered {(int)response.StatusCode}{(said.Trim() is { Length: > 0 } text ? ": " + text : ".")}")
        {
            RetryAfter = RetryAfter.Of(response, clock),
        };
    }

    private HttpContent BodyOf(FeedBytes message)
    {
        var bytes = new ReadOnlyMemoryContent(message.Protobuf.Bytes);
        bytes.Headers.ContentType = new MediaTypeHeaderValue(message.Protobuf.ContentType);
        if (settings.FormField is not { } field)
        {
            return bytes;
        }

        var form = new MultipartFormDataContent();
        foreach (string value in settings.FormValues)
        {
            int sign = value.IndexOf('=', StringComparison.Ordinal);
            form.Add(new StringContent(value[(sign + 1)..]), value[..sign]);
        }

        form.Add(bytes, field, $"{feed}.pb");
        return form;
    }
}
