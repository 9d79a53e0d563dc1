using TransitHub.Core.Devices;
using TransitHub.Simulation.Chance;
using TransitHub.Simulation.Faults;

namespace TransitHub.Simulation.Cameras;

/// <summary>Sees the riders who wait in a zone: the fuller it is, the more stand behind others.</summary>
internal sealed class ZoneRiders(GateRiders riders, DeviceRegistry registry, CameraFaults faults)
{
    /// <summary>People for whom there is room where the devices file does not say.</summary>
    private const int UsualCapacity = 100;

    /// <summary>Share of those who got off in the last interval who are still on their way through.</summary>
    private const double StillThere = 0.25;

    /// <summary>People who are there and wait for nothing, mean.</summary>
    private const double Others = 0.5;

    /// <summary>How many it sees.</summary>
    /// <param name="channel">The zone.</param>
    /// <param name="alighted">Riders who got off since it was looked at last.</param>
    /// <param name="unixSeconds">The moment.</param>
    /// <param name="luck">Decides who is missed.</param>
    public int Seen(CountingChannel channel, long alighted, double unixSeconds, ref SeededChance luck)
    {
        if (channel.StopId is not { } stop)
        {
            return 0;
        }

        int present = riders.Waiting(stop, unixSeconds) + (int)(StillThere * alighted) + luck.Poisson(Others);
        double crowd = Math.Min(1, (double)present / (registry.FindPlace(stop)?.Capacity ?? UsualCapacity));
        double share = (1 - faults.MissShare) * (1 - (faults.CrowdMissShare * crowd));
        int seen = 0;
        for (int i = 0; i < present; i++)
        {
            seen += luck.Happens(share) ? 1 : 0;
        }

        return seen;
    }
}
