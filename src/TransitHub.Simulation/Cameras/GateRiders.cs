using TransitHub.Core.Devices;
using TransitHub.Gtfs;
using TransitHub.Simulation.Chance;
using TransitHub.Simulation.Faults;
using TransitHub.Simulation.Lines;
using TransitHub.Simulation.Riders;

namespace TransitHub.Simulation.Cameras;

/// <summary>Counts the riders of a stop who pass its gate: those who came to wait, and those who left a vehicle.</summary>
internal sealed class GateRiders
{
    private readonly RiderFlow flow;
    private readonly Dictionary<string, BoardingPoint[]> points;

    public GateRiders(Schedule schedule, CityMap map, RiderFlow flow)
    {
        this.flow = flow;
        this.points = map.Patterns.SelectMany(p => p.Points).Distinct()
            .GroupBy(p => schedule.Stops.Id(p.Stop), StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.ToArray(), StringComparer.Ordinal);
    }

    /// <summary>Adds to a channel's interval the riders who passed in it.</summary>
    public void Count(ChannelTrack track, double unixSeconds, ref SeededChance luck, CameraFaults faults)
    {
        CountingChannel channel = track.Channel;
        if (channel.StopId is not { } stop || !this.points.TryGetValue(stop, out BoardingPoint[]? here))
        {
            return;
        }

        for (int direction = 0; direction < channel.Directions.Length; direction++)
        {
            if (channel.Directions[direction].Means is not { } means || track.IndexOf(direction, "person") is not (>= 0 and var index))
            {
                continue;
            }

            long until = 0;
            foreach (BoardingPoint point in here)
            {
                if (means == RiderMeaning.Boarding)
                {
                    this.flow.Settle(point, unixSeconds);
                }

                until += means == RiderMeaning.Boarding ? point.Came : point.Alighted;
            }

            int passed = (int)(until - track.Riders[direction]);
            track.Riders[direction] = until;
            if (track.From > 0)
            {
                track.Seen[index] += Seen(passed, channel.IntervalSeconds, track.Uptime, ref luck, faults);
            }
        }
    }

    /// <summary>Riders who ever got off at a stop.</summary>
    public long Alighted(string stop) => this.points.GetValueOrDefault(stop, []).Sum(p => p.Alighted);

    /// <summary>Riders who wait at a stop, of all lines.</summary>
    public int Waiting(string stop, double unixSeconds)
    {
        int waiting = 0;
        foreach (BoardingPoint point in this.points.GetValueOrDefault(stop, []))
        {
            waiting += this.flow.Waiting(point, unixSeconds);
        }

        return waiting;
    }

    /// <summary>Tells how many riders wait at a stop, by line.</summary>
    public void Tell(string stop, double unixSeconds, Action<LineDirection, int> tell)
    {
        foreach (BoardingPoint point in this.points.GetValueOrDefault(stop, []))
        {
            tell(point.Direction, this.flow.Waiting(point, unixSeconds));
        }
    }

    /// <summary>How many of those who crossed are counted: the thicker the crowd, the fewer of it.</summary>
    public static int Seen(int crossed, double seconds, double uptime, ref SeededChance luck, CameraFaults faults)
    {
        double crowd = Math.Min(1, crossed / Math.Max(1, seconds));
        double share = (1 - faults.MissShare) * (1 - (faults.CrowdMissShare * crowd)) * uptime;
        if (share >= 1)
        {
            return crossed;
        }

        int seen = 0;
        for (int i = 0; i < crossed; i++)
        {
            seen += luck.Happens(share) ? 1 : 0;
        }

        return seen;
    }
}
