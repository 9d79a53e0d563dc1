using NodaTime;
using NodaTime.Text;
using TransitHub.Server.Hosting;

namespace TransitHub.Server.Endpoints.Reference;

/// <summary>Values of parameters that the hub has just now.</summary>
internal sealed class ApiExamples
{
    private readonly HubFeed? feed;
    private readonly DateTimeOffset now;

    private ApiExamples(HubFeed? feed, DateTimeOffset now)
    {
        this.feed = feed;
        this.now = now;
    }

    /// <summary>Of the hub's first feed.</summary>
    public static ApiExamples Of(IServiceProvider services) => new(
        services.GetRequiredService<FeedDirectory>().All is [{ } first, ..] ? first : null, services.GetRequiredService<TimeProvider>().GetUtcNow());

    /// <summary>A value for a parameter that is needed; null: there is none, or it may be left out.</summary>
    public string? Of(string path, string parameter) => this.feed is null ? null : (path, parameter) switch
    {
        (_, "feed") => this.feed.Id.ToString(),
        ("/v1/feeds/{id}" or "/v1/feeds/{id}/conformance", "id") => this.feed.Id.ToString(),
        ("/v1/vehicles/{id}", "id") => this.feed.Newest.State.Vehicles is [{ } first, ..] ? first.Id.ToString() : null,
        ("/v1/stops/{id}" or "/v1/stops/{id}/arrivals", "id") => this.feed.Schedule.Stops.Count > 0 ? this.feed.Schedule.Stops.Id(0) : null,
        ("/v1/routes/{id}", "id") => this.feed.Schedule.Routes.Count > 0 ? this.feed.Schedule.Routes.Id(0) : null,
        ("/v1/trips/{id}", "id") => this.feed.Schedule.Trips.Count > 0 ? this.feed.Schedule.Trips.Id(0) : null,
        ("/v1/cameras/{id}/flows" or "/v1/devices/{id}", "id") => this.feed.Devices.Registry.All is [{ } device, ..] ? device.Id.ToString() : null,
        ("/gtfs/{feed}/{version}.zip" or "/v1/feeds/{feed}/static/{version}/diff" or "/v1/feeds/{feed}/static/{version}/publish", "version") => this.feed.Static.Current?.ContentHash,
        (_, "date") => LocalDatePattern.Iso.Format(Instant.FromDateTimeOffset(this.now).InZone(this.feed.Schedule.TimeZone).Date),
        _ => null,
    };
}
