using TransitHub.Server.Hosting;

namespace TransitHub.Server.Endpoints;

/// <summary>What a reader is told who asks for what is not there, as problem details (RFC 9457).</summary>
internal static class FeedProblems
{
    /// <summary>Answers for the feed that a reader names, or says which feeds there are.</summary>
    public static IResult ForFeed(FeedDirectory feeds, string? id, Func<HubFeed, IResult> answer) =>
        feeds.TryFind(id, out HubFeed? feed, out string? problem)
            ? answer(feed)
            : Results.Problem(
                problem,
                statusCode: StatusCodes.Status404NotFound,
                title: "No such feed",
                extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["feeds"] = feeds.All.Select(f => f.Id.ToString()) });

    /// <summary>There is none by that name.</summary>
    public static IResult NotFound(string title, string detail) =>
        Results.Problem(detail, statusCode: StatusCodes.Status404NotFound, title: title);

    /// <summary>The question cannot be understood.</summary>
    public static IResult BadRequest(string detail) =>
        Results.Problem(detail, statusCode: StatusCodes.Status400BadRequest, title: "Bad request");

    /// <summary>It cannot be done to what is there.</summary>
    public static IResult Conflict(string title, string detail) =>
        Results.Problem(detail, statusCode: StatusCodes.Status409Conflict, title: title);

    /// <summary>Not now.</summary>
    public static IResult Unavailable(string detail) =>
        Results.Problem(detail, statusCode: StatusCodes.Status503ServiceUnavailable, title: "Not ready");
}
