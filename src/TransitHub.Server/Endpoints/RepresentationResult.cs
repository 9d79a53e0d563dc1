using Microsoft.AspNetCore.Http.Headers;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using TransitHub.Core.Feeds;

namespace TransitHub.Server.Endpoints;

/// <summary>
/// Sends bytes that many readers share: picks the coding the reader likes best, answers 304 to one who has them already,
/// and no body to HEAD (RFC 9110, 8.8, 12.5.3 and 13).
/// </summary>
internal sealed class RepresentationResult(Representation content, DateTimeOffset? lastModified, int maxAgeSeconds, bool isImmutable = false, bool isPrivate = false) : IResult
{
    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        HttpRequest request = httpContext.Request;
        HttpResponse response = httpContext.Response;
        ContentCoding coding = ChooseCoding(request.Headers.AcceptEncoding);
        response.Headers.Vary = HeaderNames.AcceptEncoding;
        response.Headers.CacheControl = $"{(isPrivate ? "private" : "public")}, max-age={maxAgeSeconds}{(isImmutable ? ", immutable" : string.Empty)}";
        ResponseHeaders headers = response.GetTypedHeaders();
        headers.LastModified = lastModified;

        // The tags of the codings differ by a suffix, and making a coding just to learn its tag would cost what the 304 saves.
        if (this.IsUnchanged(request.GetTypedHeaders(), out EntityTagHeaderValue? known))
        {
            headers.ETag = known ?? new EntityTagHeaderValue(content.ETag);
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        Representation coded = content.In(coding);
        headers.ETag = new EntityTagHeaderValue(coded.ETag);
        response.ContentType = coded.ContentType;
        response.ContentLength = coded.Bytes.Length;
        if (coding != ContentCoding.Identity)
        {
            response.Headers.ContentEncoding = coding == ContentCoding.Gzip ? "gzip" : "br";
        }

        if (!HttpMethods.IsHead(request.Method))
        {
            await response.Body.WriteAsync(coded.Bytes, httpContext.RequestAborted).ConfigureAwait(false);
        }
    }

    private static ContentCoding ChooseCoding(StringValues acceptEncoding)
    {
        if (!StringWithQualityHeaderValue.TryParseList(acceptEncoding, out IList<StringWithQualityHeaderValue>? accepted))
        {
            return ContentCoding.Identity;
        }

        double brotli = QualityOf("br", accepted);
        double gzip = QualityOf("gzip", accepted);
        return Math.Max(brotli, gzip) <= 0 ? ContentCoding.Identity : brotli >= gzip ? ContentCoding.Brotli : ContentCoding.Gzip;
    }

    private static double QualityOf(string coding, IList<StringWithQualityHeaderValue> accepted)
    {
        StringWithQualityHeaderValue? named =
            accepted.FirstOrDefault(a => a.Value.Equals(coding, StringComparison.OrdinalIgnoreCase)) ?? accepted.FirstOrDefault(a => a.Value == "*");
        return named is null ? 0 : named.Quality ?? 1;
    }

    private bool IsUnchanged(RequestHeaders headers, out EntityTagHeaderValue? known)
    {
        known = null;
        if (headers.IfNoneMatch.Count > 0)
        {
            string tag = content.ETag.Trim('"');
            known = headers.IfNoneMatch.FirstOrDefault(t => t.Tag.AsSpan().Trim('"') is var asked
                && (asked.SequenceEqual(tag) || asked.SequenceEqual(tag + "-gzip") || asked.SequenceEqual(tag + "-br")));
            return known is not null || headers.IfNoneMatch.Any(t => t.Equals(EntityTagHeaderValue.Any));
        }

        return headers.IfModifiedSince is { } since && lastModified <= since;
    }
}
