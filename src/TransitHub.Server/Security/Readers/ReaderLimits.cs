using System.Globalization;
using System.Net;
using System.Text;
using System.Threading.RateLimiting;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Net.Http.Headers;
using TransitHub.Server.Options;

namespace TransitHub.Server.Security.Readers;

/// <summary>
/// Holds readers to their tiers, with ASP.NET's rate limiter. The fields RateLimit and RateLimit-Policy are those of draft-ietf-httpapi-ratelimit-headers. The counts are
/// of one process: of a hub with several that serve, each gives the whole.
/// </summary>
internal static class ReaderLimits
{
    /// <summary>The response fields that pages of other sites may read.</summary>
    public static string[] Exposed { get; } = ["RateLimit", "RateLimit-Policy", HeaderNames.RetryAfter];

    /// <summary>Adds what <see cref="Use"/> needs.</summary>
    public static void Add(IServiceCollection services, HubOptions hub, IKeyStore? keys)
    {
        ReaderOptions options = hub.Security.Readers;
        services.AddSingleton(options);
        services.AddSingleton(keys ?? new KeyFile(options.KeyFileIn(hub.Data)));
        services.AddSingleton<KeyRing>().AddSingleton<ReaderAccess>().AddSingleton<ReaderUsage>();
        if (options.Tiers.Count == 0)
        {
            return;
        }

        services.AddSingleton<Buckets>();
        services.AddRateLimiter(limiter => limiter.OnRejected = OnLimitedAsync);
        services.AddOptions<RateLimiterOptions>().Configure<Buckets>((limiter, buckets) => limiter.GlobalLimiter = buckets.All);
    }

    /// <summary>Marks endpoints as what readers ask for.</summary>
    public static TBuilder ForReaders<TBuilder>(this TBuilder endpoints, bool isStream = false)
        where TBuilder : IEndpointConventionBuilder =>
        endpoints.WithMetadata(new ForReader(isStream));

    /// <summary>True: endpoints with this metadata are marked.</summary>
    public static bool IsForReaders(IEnumerable<object> metadata) => metadata.OfType<ForReader>().Any();

    /// <summary>Takes the word of the operator's own proxies for where a request comes from; before all that looks at it.</summary>
    public static void UseProxies(WebApplication app)
    {
        ReaderOptions options = app.Services.GetRequiredService<ReaderOptions>();
        if (options.Proxies.Count > 0)
        {
            var forwarded = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor };
            forwarded.KnownIPNetworks.Clear();
            forwarded.KnownProxies.Clear();
            options.Proxies.ForEach(p => forwarded.KnownProxies.Add(IPAddress.Parse(p)));
            app.UseForwardedHeaders(forwarded);
        }
    }

    /// <summary>Puts it before the endpoints, after CORS: a browser's question whether it may ask is not counted.</summary>
    public static void Use(WebApplication app)
    {
        if (app.Services.GetRequiredService<ReaderOptions>().Tiers.Count > 0)
        {
            OperatorAccess operators = app.Services.GetRequiredService<OperatorAccess>();
            app.Use((context, next) => RecognizeAsync(operators, context, next));
            app.UseRateLimiter();
            app.Use(AdmitAsync);
        }
    }

    /// <summary>Operators have no tier, and the limiter cannot wait until it is known who asks.</summary>
    private static async Task RecognizeAsync(OperatorAccess operators, HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<ForReader>() is not null)
        {
            await operators.RecognizeAsync(context).ConfigureAwait(false);
        }

        await next(context).ConfigureAwait(false);
    }

    private static Task AdmitAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<ForReader>() is null)
        {
            return next(context);
        }

        IServiceProvider services = context.RequestServices;
        Reader reader = services.GetRequiredService<ReaderAccess>().Of(context);
        TellRest(context, reader);
        if (services.GetRequiredService<ReaderOptions>().Anonymous is null)
        {
            // A cache on the way must not hand on what a key opened.
            context.Response.OnStarting(static state =>
            {
                IHeaderDictionary headers = ((HttpContext)state).Response.Headers;
                headers.CacheControl = headers.CacheControl.ToString().Replace("public", "private", StringComparison.Ordinal);
                return Task.CompletedTask;
            }, context);
        }

        if (reader.Refusal is null)
        {
            services.GetRequiredService<ReaderUsage>().Served(reader);
            return next(context);
        }

        services.GetRequiredService<ReaderUsage>().Refused(reader);
        context.Response.Headers.WWWAuthenticate = "Bearer realm=\"TransitHub readers\"";
        return AnswerAsync(context, StatusCode.Unauthenticated, StatusCodes.Status401Unauthorized, "A key is needed", reader.Refusal);
    }

    private static async ValueTask OnLimitedAsync(OnRejectedContext rejected, CancellationToken cancellation)
    {
        HttpContext context = rejected.HttpContext;
        Reader reader = context.RequestServices.GetRequiredService<ReaderAccess>().Of(context);
        context.RequestServices.GetRequiredService<ReaderUsage>().Limited(reader);
        TellRest(context, reader);
        bool isTooMany = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan wait);
        int seconds = isTooMany ? Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)) : 1;
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        string detail = isTooMany
            ? string.Create(CultureInfo.InvariantCulture, $"The tier '{reader.Tier!.Name}' has {reader.Tier.RequestsPerMinute} requests a minute. Come again in {seconds} s.")
            : string.Create(CultureInfo.InvariantCulture, $"The tier '{reader.Tier!.Name}' has {reader.Tier.Streams} streams at one time. Close one first.");
        await AnswerAsync(context, StatusCode.ResourceExhausted, StatusCodes.Status429TooManyRequests, "Too many requests", detail).ConfigureAwait(false);
    }

    private static void TellRest(HttpContext context, Reader reader)
    {
        if (reader.Tier is { } tier)
        {
            long rest = context.RequestServices.GetRequiredService<Buckets>().Requests.GetStatistics(context)?.CurrentAvailablePermits ?? 0;
            context.Response.Headers["RateLimit-Policy"] = tier.Policy;
            context.Response.Headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"requests\";r={rest}");
        }
    }

    /// <summary>A gRPC client reads its own status, in an answer of HTTP that went well; others get problem details.</summary>
    private static Task AnswerAsync(HttpContext context, StatusCode grpc, int http, string title, string detail)
    {
        if (context.Request.ContentType?.StartsWith("application/grpc", StringComparison.Ordinal) != true)
        {
            return Results.Problem(detail, statusCode: http, title: title).ExecuteAsync(context);
        }

        context.Response.StatusCode = StatusCodes.Status200OK;
        context.Response.ContentType = context.Request.ContentType;
        context.Response.Headers["grpc-status"] = ((int)grpc).ToString(CultureInfo.InvariantCulture);
        context.Response.Headers["grpc-message"] = string.Concat(Encoding.UTF8.GetBytes(detail).Select(EncodeByte));
        return Task.CompletedTask;
    }

    /// <summary>As gRPC over HTTP/2 has it for messages; what is encoded beyond it stays so to some clients.</summary>
    private static string EncodeByte(byte one) => one is >= (byte)' ' and <= (byte)'~' and not (byte)'%' ? ((char)one).ToString() : $"%{one:X2}";

    /// <summary>The mark of an endpoint.</summary>
    private sealed record ForReader(bool IsStream)
    {
        public bool Streams(Endpoint endpoint) => this.IsStream || endpoint.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method.Type == MethodType.ServerStreaming;
    }

    /// <summary>What each reader has left.</summary>
    private sealed class Buckets : IDisposable
    {
        private readonly PartitionedRateLimiter<HttpContext> streams;

        public Buckets(ReaderAccess access)
        {
            this.Requests = PartitionedRateLimiter.Create<HttpContext, string>(context => Counted(access, context) is { Tier: { } tier } reader
                ? RateLimitPartition.GetTokenBucketLimiter(reader.Partition, _ => BucketOf(tier))
                : RateLimitPartition.GetNoLimiter("free"));
            this.streams = PartitionedRateLimiter.Create<HttpContext, string>(context =>
                Counted(access, context) is { Tier: { } tier } reader && context.GetEndpoint() is { } endpoint && endpoint.Metadata.GetMetadata<ForReader>()!.Streams(endpoint)
                    ? RateLimitPartition.GetConcurrencyLimiter(reader.Partition, _ => new ConcurrencyLimiterOptions { PermitLimit = tier.Streams, QueueLimit = 0 })
                    : RateLimitPartition.GetNoLimiter("free"));

            // A stream too many costs no request: ASP.NET asks twice before it refuses.
            this.All = PartitionedRateLimiter.CreateChained(this.streams, this.Requests);
        }

        public PartitionedRateLimiter<HttpContext> Requests { get; }

        public PartitionedRateLimiter<HttpContext> All { get; }

        public void Dispose()
        {
            this.All.Dispose();
            this.Requests.Dispose();
            this.streams.Dispose();
        }

        private static Reader? Counted(ReaderAccess access, HttpContext context) =>
            context.GetEndpoint()?.Metadata.GetMetadata<ForReader>() is null ? null : access.Of(context);

        private static TokenBucketRateLimiterOptions BucketOf(ReaderTier tier)
        {
            int tokens = Math.Max(1, tier.RequestsPerMinute / 60);
            return new TokenBucketRateLimiterOptions
            {
                TokenLimit = tier.Burst,
                TokensPerPeriod = tokens,
                ReplenishmentPeriod = TimeSpan.FromMinutes((double)tokens / tier.RequestsPerMinute),
                QueueLimit = 0,
            };
        }
    }
}
