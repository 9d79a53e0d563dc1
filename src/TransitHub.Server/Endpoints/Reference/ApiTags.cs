namespace TransitHub.Server.Endpoints.Reference;

/// <summary>How the reference groups what there is.</summary>
internal static class ApiTags
{
    private const string Operators = "Operators";
    private const string Health = "Health";

    /// <summary>All groups in their order, each with what it is for.</summary>
    public static IReadOnlyList<(string Name, string Description)> All { get; } =
    [
        ("GTFS-Realtime", "The feeds as Google and trip planners fetch them."),
        ("GTFS", "The static feed, with the versions before."),
        ("Vehicles and trips", "What runs, and when it will be where."),
        ("Stops", "Arrivals and crowding at a stop: the two calls that an app needs."),
        ("Network", "Routes, lines and stops, and how freely traffic moves."),
        ("Alerts", "What riders are told."),
        ("Counts", "Cameras and what they counted, as open files."),
        ("Streams", "What changes, as it changes."),
        (Operators, "For those who run the hub."),
        (Health, "Whether the process lives and works."),
    ];

    private static readonly (string Prefix, string Tag)[] Prefixes =
    [
        ("/gtfs-rt/", "GTFS-Realtime"), ("/gtfs/", "GTFS"), ("/v1/vehicles", "Vehicles and trips"), ("/v1/trips", "Vehicles and trips"), ("/v1/stops", "Stops"),
        ("/v1/crowding", "Stops"), ("/v1/alerts", "Alerts"), ("/v1/cameras", "Counts"), ("/v1/counts", "Counts"), ("/v1/stream", "Streams"),
    ];

    /// <summary>The group of a path.</summary>
    public static string Of(string path, bool isForReaders) =>
        path is "/healthz" or "/readyz" ? Health : !isForReaders ? Operators : Prefixes.FirstOrDefault(p => path.StartsWith(p.Prefix, StringComparison.Ordinal)).Tag ?? "Network";
}
