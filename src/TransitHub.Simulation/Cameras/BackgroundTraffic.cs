using TransitHub.Core.Devices;
using TransitHub.Simulation.Chance;
using TransitHub.Simulation.Lines;

namespace TransitHub.Simulation.Cameras;

/// <summary>All that crosses a counting line and belongs to no line of the city: an hour's number by class, hour and place.</summary>
internal sealed class BackgroundTraffic(SimulationOptions options, LocalClock clock)
{
    private static readonly Dictionary<string, double> PerHour = new(StringComparer.Ordinal)
    {
        ["person"] = 420, ["bicycle"] = 26, ["motorcycle"] = 780, ["car"] = 640, ["van"] = 90, ["bus"] = 24, ["truck"] = 60, ["boat"] = 14,
    };

    /// <summary>How many cross in an interval, mean.</summary>
    public double Mean(ChannelTrack track, int direction, string @class, double fromUnixSeconds, double seconds)
    {
        CountingChannel channel = track.Channel;
        double hour = clock.HourAt(fromUnixSeconds + (seconds / 2), out bool isWeekend);
        double day = (isWeekend ? HourlyProfile.WeekendRiders : HourlyProfile.WorkdayRiders).At(hour);

        // People who work at a pier or look at the river: few beside its riders.
        double others = channel.Directions[direction].Means is null ? 1 : 0.03;
        ulong place = SeededChance.Mix(options.Seed, (ulong)ChanceStream.Background, SeededChance.Mix((ulong)track.Camera.Sender, (ulong)direction, 0));
        double busy = Math.Pow(2.5, (2 * SeededChance.Share(place)) - 1);
        return PerHour.GetValueOrDefault(@class, 5) * options.BackgroundTraffic * busy * others * day * seconds / 3600;
    }
}
