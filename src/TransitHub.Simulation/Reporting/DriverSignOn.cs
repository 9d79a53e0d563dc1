using TransitHub.Gtfs;
using TransitHub.Simulation.Faults;
using TransitHub.Simulation.Service;

namespace TransitHub.Simulation.Reporting;

/// <summary>What drivers tell their devices, and when: mostly the right run before it leaves.</summary>
internal sealed class DriverSignOn(Schedule schedule, DeviceFaults faults)
{
    private const long ForgottenForMs = 20 * 60_000;

    /// <summary>Signs on to a run.</summary>
    /// <param name="device">Whose.</param>
    /// <param name="run">The right run.</param>
    /// <param name="now">When the driver knows of it, Unix milliseconds.</param>
    /// <param name="leaves">When it is to leave, Unix milliseconds.</param>
    public void SignOn(AvlDevice device, Run run, long now, long leaves)
    {
        bool isLate = device.Luck.Happens(faults.LateSignOnShare);
        double late = device.Luck.Between(60, 360);
        double early = device.Luck.Between(10, 150);
        bool isWrong = device.Luck.Happens(faults.WrongSignOnShare);
        double wrongFor = device.Luck.Between(60, 360);
        double which = device.Luck.Next();
        long at = isLate ? leaves + (long)(late * 1000) : Math.Max(now, leaves - (long)(early * 1000));
        if (isWrong && this.OtherTrip(run, which) is { } other)
        {
            device.SignOn.Add(run, other, at);
            at = Math.Max(at, leaves) + (long)(wrongFor * 1000);
        }

        device.SignOn.Add(run, run.Trip, at);
    }

    /// <summary>Signs off; or forgets it until the next sign-on, for twenty minutes at most.</summary>
    public void SignOff(AvlDevice device, long now)
    {
        bool isForgotten = device.Luck.Happens(faults.ForgottenSignOffShare);
        device.SignOn.End(isForgotten ? now + ForgottenForMs : now);
    }

    /// <summary>Another trip of the route that runs on the same day; null: there is none.</summary>
    private int? OtherTrip(Run run, double which)
    {
        int route = schedule.Trips.RouteIndex(run.Trip);
        if (route < 0)
        {
            return null;
        }

        ReadOnlySpan<int> trips = schedule.Routes.Trips(route);
        int from = (int)(which * trips.Length);
        for (int i = 0; i < Math.Min(trips.Length, 200); i++)
        {
            int trip = trips[(from + i) % trips.Length];
            if (trip != run.Trip && schedule.Trips.PatternIndex(trip) >= 0 && schedule.Services.IsActive(schedule.Trips.ServiceIndex(trip), run.Date))
            {
                return trip;
            }
        }

        return null;
    }
}
