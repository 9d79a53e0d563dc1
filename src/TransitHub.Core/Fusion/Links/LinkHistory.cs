using TransitHub.Core.Time;
using TransitHub.Gtfs;

namespace TransitHub.Core.Fusion.Links;

/// <summary>
/// How long each link took on earlier days by kind of day and time of day: mean seconds, arrival to arrival, by half hour.
/// Between the middles of two half hours they change evenly (each passage counts for both by nearness), and a half hour of which
/// little is known leans on the whole link's mean. A day becomes history when the next one begins: what the same hours of today
/// say of its later hours would only be noise.
/// </summary>
internal sealed class LinkHistory
{
    private readonly LinkDays[] rows;

    public LinkHistory(LinkTable links)
    {
        this.Links = links;
        this.rows = new LinkDays[links.Count];
        for (int link = 0; link < this.rows.Length; link++)
        {
            this.rows[link] = new LinkDays();
        }
    }

    /// <summary>The links of the schedule it was made for.</summary>
    public LinkTable Links { get; }

    /// <summary>The newest record it has learned from, by the time at which the hub received it.</summary>
    public Timestamp Through { get; set; } = new(long.MinValue);

    /// <summary>True: what comes now was learned before, and is passed over.</summary>
    public bool IsPaused { get; set; }

    /// <summary>What was learned of a link.</summary>
    public LinkDays this[int link]
    {
        get => this.rows[link];
        set => this.rows[link] = value;
    }

    /// <summary>Learns from a passage.</summary>
    /// <param name="link">The link.</param>
    /// <param name="day">The service day.</param>
    /// <param name="time">When the vehicle came to the link's end, Unix seconds.</param>
    /// <param name="seconds">How long it took.</param>
    public void Learn(int link, DayTime day, double time, double seconds)
    {
        if (!this.IsPaused)
        {
            this.rows[link].Learn(day, time, seconds);
        }
    }

    /// <summary>The usual time at a time of day.</summary>
    /// <param name="link">The link.</param>
    /// <param name="day">The service day.</param>
    /// <param name="time">The moment, Unix seconds.</param>
    /// <returns>Seconds; 0: no earlier day is known.</returns>
    public double Usual(int link, DayTime day, double time) => this.rows[link].Usual(day, time);

    /// <summary>Counts all days so far as earlier ones.</summary>
    public void EndDay()
    {
        foreach (LinkDays row in this.rows)
        {
            row.EndDay();
        }
    }
}
