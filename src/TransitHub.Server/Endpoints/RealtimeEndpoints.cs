using TransitHub.Core.Feeds;
using TransitHub.Server.Hosting;

namespace TransitHub.Server.Endpoints;

/// <summary><c>/gtfs-rt/{feed}/…</c>: the GTFS-Realtime feeds as protobuf, JSON and text.</summary>
internal static class RealtimeEndpoints
{
    private static readonly (string Path, FeedKind Kind)[] Kinds =
    [
        ("vehicle-positions", FeedKind.VehiclePositions),
        ("trip-updates", FeedKind.TripUpdates),
        ("alerts", FeedKind.Alerts),
    ];

    private static readonly (string Extension, Func<FeedBytes, Representation> Form)[] Forms =
    [
        ("pb", bytes => bytes.Protobuf),
        ("json", bytes => bytes.AsJson),
        ("txt", bytes => bytes.AsText),
    ];

    /// <summary>Maps them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach ((string path, FeedKind kind) in Kinds)
        {
            foreach ((string extension, Func<FeedBytes, Representation> form) in Forms)
            {
                routes.MapMethods($"/gtfs-rt/{{feed}}/{path}.{extension}", Http.Read, (string feed, string? cut, FeedDirectory feeds) =>
                        FeedProblems.ForFeed(feeds, feed, found => Answer(found, kind, cut, form)))
                    .WithSummary($"GTFS-Realtime {kind} as {extension}; cut=google leaves out vehicles without a trip.")
                    .Produces(StatusCodes.Status200OK, contentType: extension switch { "pb" => "application/x-protobuf", "json" => "application/json", _ => "text/plain" })
                    .Produces(StatusCodes.Status304NotModified)
                    .ProducesProblem(StatusCodes.Status404NotFound);
            }
        }
    }

    private static IResult Answer(HubFeed feed, FeedKind kind, string? cutName, Func<FeedBytes, Representation> form)
    {
        if (!TryReadCut(cutName, out FeedCut cut))
        {
            return FeedProblems.BadRequest($"There is no cut '{cutName}'. Cuts: {string.Join(", ", Enum.GetNames<FeedCut>().Select(n => n.ToLowerInvariant()))}.");
        }

        if (feed.Realtime.Current is not { } set)
        {
            return FeedProblems.Unavailable($"The feed '{feed.Id}' has not published yet: {feed.Readiness().Reason}");
        }

        FeedBytes bytes = set.Get(kind, cut);
        return new RepresentationResult(form(bytes), DateTimeOffset.FromUnixTimeSeconds(bytes.HeaderTimestamp), maxAgeSeconds: 1);
    }

    private static bool TryReadCut(string? name, out FeedCut cut)
    {
        cut = FeedCut.All;
        return string.IsNullOrEmpty(name) || (Enum.TryParse(name, ignoreCase: true, out cut) && Enum.IsDefined(cut) && char.IsAsciiLetter(name[0]));
    }
}
