using TransitHub.Core.Devices;
using TransitHub.Gtfs;
using TransitHub.Simulation.Cities;

namespace TransitHub.Benchmarks.Cities;

/// <summary>What cameras on platforms do for the occupancy of vehicles that call there: with counters of their own or without, at watched stops and behind them.</summary>
internal sealed class PlatformScore
{
    private readonly Schedule schedule;
    private readonly HashSet<int> watched = [];
    private readonly ClassScore[] scores;

    /// <summary>Nothing scored yet.</summary>
    /// <param name="city">Its cameras.</param>
    /// <param name="isHeard">Whether the hub hears what they count.</param>
    public PlatformScore(SampleCity city, bool isHeard)
    {
        this.schedule = city.Schedule;
        this.IsHeard = isHeard;
        foreach (CountingChannel channel in city.Cameras.All.SelectMany(c => c.Channels))
        {
            if (channel.StopId is { } id && (channel.IsZone || channel.Directions.Any(d => d.Means == RiderMeaning.Boarding)) && this.schedule.Stops.TryFind(id, out int stop))
            {
                this.watched.Add(stop);
            }
        }

        string cameras = isHeard ? "platforms heard" : "platforms not heard";
        this.scores =
        [
            .. from counts in (string[])["without", "with"]
            from place in (string[])["at a watched stop", "1 to 3 stops behind one", "farther behind"]
            select new ClassScore($"{cameras}, {counts} counters, {place}"),
        ];
    }

    /// <summary>Whether the hub hears what they count.</summary>
    public bool IsHeard { get; }

    /// <summary>Takes a departure.</summary>
    /// <param name="pattern">Its pattern.</param>
    /// <param name="place">Place of the stop.</param>
    /// <param name="counts">Whether the vehicle counts its riders.</param>
    /// <param name="told">The class that was told; null: none.</param>
    /// <param name="truth">The true one.</param>
    public void Add(int pattern, int place, bool counts, byte? told, byte truth)
    {
        ReadOnlySpan<int> stops = this.schedule.Patterns.Stops(pattern);
        for (int behind = 0; behind <= place; behind++)
        {
            if (this.watched.Contains(stops[place - behind]))
            {
                this.scores[(counts ? 3 : 0) + (behind == 0 ? 0 : behind <= 3 ? 1 : 2)].Add(told, truth);
                return;
            }
        }
    }

    /// <summary>Prints the scores.</summary>
    public void Print()
    {
        foreach (ClassScore score in this.scores.Where(s => !s.IsEmpty))
        {
            Console.WriteLine(score.Row());
        }
    }
}
