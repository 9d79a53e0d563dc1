using TransitHub.Gtfs.Time;

namespace TransitHub.Core.Accuracy;

/// <summary>How good the predictions of one service day were: all, by route, by hour.</summary>
public sealed class AccuracyDay
{
    /// <summary>Service hours: a day of service may pass midnight.</summary>
    public const int Hours = 36;

    /// <summary>Routes beyond so many count in the whole alone.</summary>
    internal const int MostRoutes = 2000;

    private readonly Dictionary<string, AccuracyTally> routes = new(StringComparer.Ordinal);
    private readonly AccuracyTally?[] hours = new AccuracyTally?[Hours];

    internal AccuracyDay(ServiceDate date, double since)
    {
        this.Date = date;
        this.Since = since;
    }

    /// <summary>The day.</summary>
    public ServiceDate Date { get; }

    /// <summary>The first moment that was looked at in it, Unix seconds.</summary>
    public double Since { get; }

    /// <summary>All of it.</summary>
    public AccuracyTally All { get; } = new();

    /// <summary>By id of the route; no route has nothing scored.</summary>
    public IReadOnlyDictionary<string, AccuracyTally> Routes => this.routes;

    /// <summary>By the hour of service in which the vehicle came, 0 to 35 (24 is the first after midnight); null: nothing was scored.</summary>
    public IReadOnlyList<AccuracyTally?> ByHour => this.hours;

    /// <summary>Stops of which it is known that a vehicle passed them, and not when.</summary>
    public long Unseen { get; internal set; }

    /// <summary>The groups of an arrival.</summary>
    internal AccuracyTally[] GroupsOf(string route, double secondsOfDay)
    {
        AccuracyTally hour = this.hours[Math.Clamp((int)(secondsOfDay / 3600), 0, Hours - 1)] ??= new AccuracyTally();
        if (!this.routes.TryGetValue(route, out AccuracyTally? own) && this.routes.Count < MostRoutes)
        {
            this.routes.Add(route, own = new AccuracyTally());
        }

        return own is null ? [this.All, hour] : [this.All, hour, own];
    }
}
