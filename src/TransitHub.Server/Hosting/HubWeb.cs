using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using TransitHub.Core.Observations;
using TransitHub.Server.Accuracy;
using TransitHub.Server.Endpoints;
using TransitHub.Server.Endpoints.Reference;
using TransitHub.Server.Grpc;
using TransitHub.Server.Options;
using TransitHub.Server.Roles;
using TransitHub.Server.Security;
using TransitHub.Server.Security.Readers;
using TransitHub.Server.Security.SignIn;
using TransitHub.Server.Security.SignIn.OpenId;
using TransitHub.Server.Statics;
using TransitHub.Server.Upstream;
using TransitHub.Server.Watching;

namespace TransitHub.Server.Hosting;

/// <summary>The reading side of the hub: HTTP and gRPC over what the feeds publish.</summary>
internal static class HubWeb
{
    private const int MaxStreamsPerConnection = 2000;

    /// <summary>Builds it; starting it opens the ports, HTTP first, then gRPC.</summary>
    /// <param name="options">The operator's settings.</param>
    /// <param name="feeds">What readers are given; empty: the process answers its operator alone.</param>
    /// <param name="intakes">What was refused.</param>
    /// <param name="parts">Whose health is told besides the feeds'.</param>
    /// <param name="mqtt">Where positions come from; null: another process takes them in.</param>
    /// <param name="upstream">What is taken from other agencies.</param>
    /// <param name="sessions">What is kept of operators' sessions.</param>
    /// <param name="clock">The hub's clock.</param>
    /// <param name="loggers">Makes loggers.</param>
    /// <param name="keys">Where readers' keys are; null: in this process's file.</param>
    public static WebApplication Build(
        HubOptions options, FeedDirectory feeds, IntakeDirectory intakes, IReadOnlyList<HealthPart> parts, MqttSource? mqtt,
        UpstreamInput upstream, SessionStores sessions, TimeProvider clock, ILoggerFactory loggers, IKeyStore? keys = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "transithub" });
        builder.Services.AddSingleton(loggers);
        WebListeners.Add(builder, options, clock, loggers, kestrel => Bound(kestrel, options));
        builder.Services.AddSingleton<IHostLifetime, CallerDecidesLifetime>();
        AddHub(builder.Services, options, feeds, intakes, parts, clock);
        builder.Services.AddSingleton(upstream).AddSingleton<PublisherCheck>().AddSingleton(_ => new UpstreamMetrics(upstream, clock));
        builder.Services.AddSingleton(_ => new FlowMetrics(feeds, mqtt, clock));
        AddProtocols(builder.Services);
        ReaderLimits.Add(builder.Services, options, keys);
        builder.Services.AddSingleton(sessions.Audit);
        if (options.Security.HasSignIn)
        {
            Sessions.Add(builder.Services, options.Security, sessions);
            OpenIdSchemes.Add(builder.Services, options.Security);
        }

        TelemetryExport.Add(builder, options.Telemetry);
        WebApplication app = builder.Build();
        app.Services.GetRequiredService<ReaderDoor>();
        app.Use(ReaderDoor.HearAsync);
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseCors();
        app.Use(WithSecurityHeaders);
        if (clock != TimeProvider.System)
        {
            // A simulated city has another time, and pages reckon by this header how old things are.
            app.Use((context, next) =>
            {
                context.Response.Headers.Date = clock.GetUtcNow().ToString("R");
                return next(context);
            });
        }

        ReaderLimits.UseProxies(app);
        if (options.Security.HasSignIn)
        {
            app.UseAuthentication();
        }

        ReaderLimits.Use(app);
        OperatorDoor.Use(app);
        app.UseGrpcWeb(new GrpcWebOptions { DefaultEnabled = true });
        MapOperators(app);
        if (feeds.All.Count > 0)
        {
            MapReaders(app);
        }
        else
        {
            app.MapFallback(() => FeedProblems.NotFound(
                "Not here", $"This process has the roles {options.Roles} and answers /healthz, /readyz, /metrics, /v1/session and /v1/rejections alone. Readers ask one with the role {RoleNames.Serve}."));
        }

        return app;
    }

    private static void Bound(KestrelServerOptions kestrel, HubOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = 1 << 20;
        kestrel.Limits.MaxConcurrentConnections = options.MaxReaderConnections;
        kestrel.Limits.Http2.MaxStreamsPerConnection = MaxStreamsPerConnection;

        // A reader whose machine vanished holds a place and buffers until the line is found dead.
        kestrel.Limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
        kestrel.Limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(20);
    }

    private static void AddHub(
        IServiceCollection services, HubOptions options, FeedDirectory feeds, IntakeDirectory intakes, IReadOnlyList<HealthPart> parts, TimeProvider clock)
    {
        services.AddSingleton(options).AddSingleton(feeds).AddSingleton(intakes).AddSingleton(parts).AddSingleton(clock);
        services.AddSingleton(new WatchDesk(options.Watch, clock));
        services.AddSingleton(options.Security).AddSingleton<SignInLog>().AddSingleton<OperatorAccess>();
        services.AddSingleton<FeedStatusReport>();
        services.AddSingleton<LedgerDirectory>();
        services.AddSingleton<HubStopping>();
        services.AddSingleton<StaticComparisons>();
        services.AddSingleton<HubHealth>();
        services.AddSingleton<HubMetrics>();
        services.AddSingleton<AccuracyMetrics>();
    }

    private static void AddProtocols(IServiceCollection services)
    {
        services.AddRoutingCore();
        services.AddProblemDetails();
        services.AddCors(cors =>
        {
            cors.AddPolicy(Http.PublicCors, policy => policy
                .AllowAnyOrigin().WithMethods(Http.Read).AllowAnyHeader().WithExposedHeaders(["ETag", "Last-Modified", .. ReaderLimits.Exposed]));
            cors.AddPolicy(Http.GrpcWebCors, policy => policy
                .AllowAnyOrigin().WithMethods(HttpMethods.Post).AllowAnyHeader().WithExposedHeaders(["Grpc-Status", "Grpc-Message", "Grpc-Encoding", "Grpc-Accept-Encoding", .. ReaderLimits.Exposed]));
        });
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            json.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower));
        });
        services.AddOpenApi(static openApi => openApi.AddDocumentTransformer(ApiDocument.CompleteAsync));

        // Otherwise its answer for services that there are none of takes what is posted to paths of two parts.
        services.AddGrpc(grpc => grpc.IgnoreUnknownServices = true);
        services.AddGrpcReflection();
        services.AddGrpcHealthChecks().AddCheck<HubHealth>("hub");
    }

    private static void MapReaders(WebApplication app)
    {
        RouteGroupBuilder open = app.MapGroup(string.Empty).RequireCors(Http.PublicCors).ForReaders();
        RealtimeEndpoints.Map(open);
        StaticEndpoints.Map(open);
        FeedsEndpoints.Map(open);
        VehiclesEndpoints.Map(open);
        StopsEndpoints.Map(open);
        CrowdingEndpoints.Map(open);
        CongestionEndpoints.Map(open);
        ConformanceEndpoints.Map(open);
        AccuracyEndpoints.Map(open);
        RoutesEndpoints.Map(open);
        TripsEndpoints.Map(open);
        StreamEndpoints.Map(open);
        NetworkEndpoints.Map(open);
        CamerasEndpoints.Map(open);
        CountsEndpoints.Map(open);
        AlertsEndpoints.MapPublic(open);
        DetoursEndpoints.MapPublic(open);

        // Exact counts are the operator's own: pages of other sites may not read these through an operator's browser.
        RouteGroupBuilder viewers = app.MapGroup(string.Empty).ForOperators(OperatorRole.Viewer);
        DevicesEndpoints.Map(viewers);
        AlertsEndpoints.Map(viewers);
        DetoursEndpoints.Map(viewers);
        ChangesEndpoints.Map(viewers);
        RunsEndpoints.Map(viewers);
        HistoryEndpoints.Map(viewers);
        RouteGroupBuilder writers = app.MapGroup(string.Empty).ForOperators(OperatorRole.Operator);
        AlertWrites.Map(writers);
        ChangeWrites.Map(writers);
        StaticDeskEndpoints.MapWrites(writers);
        RouteGroupBuilder admins = app.MapGroup(string.Empty).ForOperators(OperatorRole.Admin);
        KeysEndpoints.Map(admins);
        CredentialsEndpoints.Map(admins);
        AuditEndpoints.Map(admins);
        StaticUploadEndpoints.Map(admins);
        StaticEndpoints.MapHistory(viewers);
        StaticDeskEndpoints.Map(viewers);
        StatusPage.Map(viewers);
        WebPages.Map(app);
        ApiReference.Map(app);
        app.MapGrpcService<TransitHubService>().RequireCors(Http.GrpcWebCors).ForReaders();
        app.MapGrpcReflectionService();
    }

    /// <summary>What every process answers to its operator; pages of other sites may not read it.</summary>
    private static void MapOperators(WebApplication app)
    {
        RejectionsEndpoints.Map(app.MapGroup(string.Empty).ForOperators(OperatorRole.Viewer));
        SessionEndpoints.Map(app);
        UpstreamEndpoints.Map(app);
        HealthEndpoints.Map(app);
        IEndpointConventionBuilder metrics = app.MapPrometheusScrapingEndpoint("/metrics");
        if (!app.Services.GetRequiredService<HubOptions>().Security.OpenMetrics)
        {
            metrics.ForOperators(OperatorRole.Viewer);
        }

        app.Services.GetRequiredService<HubMetrics>();
        app.Services.GetRequiredService<FlowMetrics>();
        app.Services.GetRequiredService<AccuracyMetrics>();
        app.Services.GetRequiredService<UpstreamMetrics>();
        app.MapGrpcHealthChecksService();
    }

    /// <summary>A feed's text that looks like HTML stays text in every browser, no other site shows ours within its own, and none learns what was looked at here.</summary>
    private static Task WithSecurityHeaders(HttpContext context, RequestDelegate next)
    {
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        if (context.Request.IsHttps)
        {
            context.Response.Headers.StrictTransportSecurity = "max-age=31536000";
        }

        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
        return next(context);
    }

    /// <summary>The web host starts and stops when its caller says; signals are the command's to handle.</summary>
    private sealed class CallerDecidesLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
