using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using TransitHub.Core.Accuracy;
using TransitHub.Core.Ids;
using TransitHub.Gtfs;
using TransitHub.Server.Hosting;
using TransitHub.Server.Views;

namespace TransitHub.Server.Endpoints;

/// <summary><c>/v1/feeds/{feed}/accuracy</c>: how good the predictions of today were. It is open, since riders may know how far they can trust what they are told.</summary>
internal static class AccuracyEndpoints
{
    private const string OwnView = "own_view";

    /// <summary>Maps it.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        var newest = new ConcurrentDictionary<FeedId, SparingAnswer>();
        routes.MapMethods("/v1/feeds/{feed}/accuracy", Http.Read, (string feed, string? route, string? date, FeedDirectory feeds, TimeProvider clock, IOptions<JsonOptions> json) =>
                FeedProblems.ForFeed(feeds, feed, found => string.IsNullOrEmpty(route) && string.IsNullOrEmpty(date)
                    ? TaggedJson.Public(newest.GetOrAdd(found.Id, _ => new SparingAnswer(clock)).Get(() => TaggedJson.Make(found.Accuracy.Use(a => ViewOf(found, a, a.Days.LastOrDefault(), null)), json.Value.SerializerOptions)))
                    : Answer(found, route, date)))
            .WithSummary("How good the feed's predictions of a service day were, by the published measures; route is one route's id, date a service day of those that are kept, the newest by default.")
            .WithDescription("""
                Once a minute the hub takes down what it predicts, and scores it when the vehicle comes: the MBTA's accuracy, the ETA accuracy benchmark, Cal-ITP's, mean error and bias, the 80 % interval, catch, availability
                and ghosts, each with how many predictions it is of. A prediction that was not there counts as inaccurate. truth is own_view: arrivals are those that the hub saw, with the vehicle measured within two minutes about the
                stop; unseen_arrivals were not, and are not scored. An independent truth would find errors that this one shares (a vehicle on a wrong trip). Each process that serves scores what it serves, from its start on; figures
                of the day before stay over a restart.
                """)
            .Produces<AccuracyView>()
            .Produces(StatusCodes.Status304NotModified)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static IResult Answer(HubFeed feed, string? route, string? date)
    {
        if (!string.IsNullOrEmpty(route) && !feed.Schedule.Routes.TryFind(route, out _))
        {
            return FeedProblems.NotFound("No such route", $"The feed '{feed.Id}' has no route '{route}'; /v1/routes lists them.");
        }

        return feed.Accuracy.Use(accuracy =>
        {
            AccuracyDay? day = string.IsNullOrEmpty(date) ? accuracy.Days.LastOrDefault() : accuracy.Days.FirstOrDefault(d => TextOf(d) == date);
            return day is null && !string.IsNullOrEmpty(date)
                ? FeedProblems.NotFound("No such day", $"Nothing is kept of the service day '{date}'. {(accuracy.Days.Any() ? $"There is: {string.Join(", ", accuracy.Days.Select(TextOf))}." : "Nothing was scored yet.")}")
                : Results.Ok(ViewOf(feed, accuracy, day, string.IsNullOrEmpty(route) ? null : route));
        });
    }

    private static string TextOf(AccuracyDay day) => day.Date.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static AccuracyView ViewOf(HubFeed feed, LiveAccuracy accuracy, AccuracyDay? day, string? route)
    {
        AccuracyTally tally = (route is null ? day?.All : day?.Routes.GetValueOrDefault(route)) ?? new AccuracyTally();
        return new AccuracyView(
            feed.Id.ToString(),
            day is null ? null : TextOf(day),
            day is null ? null : feed.Schedule.ServiceDayStart(day.Date),
            [.. accuracy.Days.Select(TextOf)],
            (long?)day?.Since,
            (long?)accuracy.SampledAt,
            LiveAccuracy.EverySeconds,
            accuracy.Share,
            OwnView,
            day?.Unseen ?? 0,
            route,
            route is null ? null : NameOf(feed.Schedule, route),
            AccuracyFigures.Of(tally),
            route is null ? HoursOf(day) : null,
            route is null ? RoutesOf(feed.Schedule, day) : null);
    }

    private static string? NameOf(Schedule schedule, string route) => schedule.Routes.TryFind(route, out int index) ? schedule.Routes.ShortName(index) : null;

    private static IReadOnlyList<HourAccuracy> HoursOf(AccuracyDay? day) =>
        [.. (day?.ByHour ?? []).Select((tally, hour) => tally is null ? null : new HourAccuracy(hour, AccuracyBrief.Of(tally))).OfType<HourAccuracy>()];

    private static IReadOnlyList<RouteAccuracy> RoutesOf(Schedule schedule, AccuracyDay? day) =>
    [
        .. (day?.Routes ?? new Dictionary<string, AccuracyTally>()).OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => new RouteAccuracy(
            r.Key, NameOf(schedule, r.Key), AccuracyBrief.Of(r.Value))),
    ];
}
