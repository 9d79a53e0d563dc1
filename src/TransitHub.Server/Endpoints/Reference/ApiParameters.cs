using System.Collections.Frozen;
using Microsoft.OpenApi;

namespace TransitHub.Server.Endpoints.Reference;

/// <summary>What the parameters mean: the same name means the same everywhere.</summary>
internal static class ApiParameters
{
    private static readonly FrozenDictionary<string, string> Descriptions = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["feed"] = "Id of the feed; may be left out of a query while the hub has only one.",
        ["id"] = "Id of what is asked for, as lists give it.",
        ["limit"] = "Most entries of a page; the hub has a bound of its own.",
        ["after"] = "Where the page begins: next of the page before.",
        ["q"] = "Part of a name, or a code.",
        ["cut"] = "google: without vehicles on no trip, positions with their trips.",
        ["version"] = "feed_version, or the hash of the content.",
        ["from"] = "The version to compare with: feed_version, or the hash of the content.",
        ["from_time"] = "Unix seconds; without it now.",
        ["until_time"] = "Unix seconds; without it three hours after from_time.",
        ["of_feed"] = "Only those of this feed; without it all.",
        ["user"] = "The device's user name.",
        ["date"] = "A local day of the feed, YYYY-MM-DD.",
        ["hours"] = "How many hours back.",
        ["state"] = "proposed, active, scheduled, ended or dismissed; without it all.",
        ["samples"] = "How many of the newest samples of each reason.",
        ["counting"] = "true: only those of the devices file that count; false: only the others.",
        ["kind"] = "vehicle-positions, trip-updates or alerts.",
        ["cursor"] = "Where to resume; the field Last-Event-ID says the same.",
        ["max_batch_entities"] = "At most so many vehicles, trips and stops in one event; what is more comes in several. 0, or more than the hub's own bound: that bound.",
        ["min_interval_ms"] = "At least so long between two batches of changes, milliseconds.",
        ["form"] = "full, or brief: as much as a map draws.",
        ["route"] = "Only of these routes: ids, with commas or several times.",
        ["vehicle"] = "Only these vehicles: ids, with commas or several times.",
        ["stop"] = "Only what calls at these stops: ids, with commas or several times.",
        ["bbox"] = "Only within: south,west,north,east, WGS 84 degrees.",
        ["kinds"] = "Only these kinds: vehicle, trip, unseen, crowding, with commas.",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What a parameter means; null: nobody wrote it down.</summary>
    public static string? DescriptionOf(string name) => Descriptions.GetValueOrDefault(name);

    /// <summary>Tells of parameters that the endpoint reads from the query itself.</summary>
    public static RouteHandlerBuilder WithQuery(this RouteHandlerBuilder route, params string[] names) => route.AddOpenApiOperationTransformer((operation, _, _) =>
    {
        operation.Parameters ??= [];
        foreach (string name in names)
        {
            operation.Parameters.Add(new OpenApiParameter { Name = name, In = ParameterLocation.Query, Schema = new OpenApiSchema { Type = JsonSchemaType.String } });
        }

        return Task.CompletedTask;
    });
}
