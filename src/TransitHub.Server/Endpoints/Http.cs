namespace TransitHub.Server.Endpoints;

/// <summary>What the endpoints have in common.</summary>
internal static class Http
{
    /// <summary>The methods of everything that is read.</summary>
    public static string[] Read { get; } = ["GET", "HEAD"];

    /// <summary>The CORS policy of what is public: any site may read it.</summary>
    public const string PublicCors = "public";

    /// <summary>The CORS policy of gRPC-Web, which browsers speak: any site may ask what is public.</summary>
    public const string GrpcWebCors = "grpc-web";

    /// <summary>A query value that may be given several times or with commas.</summary>
    public static IReadOnlyList<string> List(HttpRequest request, string name) =>
        [.. request.Query[name].SelectMany(v => (v ?? string.Empty).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];
}
