using TransitHub.Simulation.Chance;
using TransitHub.Simulation.Lines;
using TransitHub.Simulation.Service;
using TransitHub.Simulation.Weather;

namespace TransitHub.Simulation.Riders;

/// <summary>Lets riders come to the stops, board what has room for them and leave where they want to.</summary>
internal sealed class RiderFlow(SimulationOptions options, LocalClock clock, Rain rain)
{
    /// <summary>
    /// A line's riders are so many times the load where it is fullest: they ride a third of the line on average.
    /// </summary>
    private const double BoardingsPerLoad = 2.6;

    private const double MeanRideShare = 0.34;

    private SeededChance chance = SeededChance.Of(options.Seed, ChanceStream.Riders, 0);

    /// <summary>Riders who boarded since the start.</summary>
    public long Boarded { get; private set; }

    /// <summary>Riders whom a full vehicle left at their stop, counted each time.</summary>
    public long LeftBehind { get; private set; }

    /// <summary>Riders leave and board; nobody boards where the run serves the stop no more.</summary>
    public StopExchange Exchange(Vehicle vehicle, Run run, double unixSeconds)
    {
        int position = vehicle.Position;
        int alighting = run.ServedTo <= position ? vehicle.Load : vehicle.Leaving[position];
        vehicle.Load -= alighting;
        if (run.ServedTo <= position)
        {
            Array.Clear(vehicle.Leaving);
            return new StopExchange(0, alighting, 0);
        }

        vehicle.Leaving[position] = 0;
        BoardingPoint point = run.Pattern.Points[position];
        int waiting = point.LeftBehind + this.CameSince(point, unixSeconds, run.HeadwaySeconds);
        int boarding = Math.Min(waiting, Math.Max(0, vehicle.Line.Traits.Capacity - vehicle.Load));
        this.Seat(vehicle, run, position, boarding);
        point.LeftBehind = waiting - boarding;
        point.LastVisit = unixSeconds;
        this.Boarded += boarding;
        this.LeftBehind += point.LeftBehind;
        return new StopExchange(boarding, alighting, point.LeftBehind);
    }

    /// <summary>Fills a vehicle that the city finds on its way at the start.</summary>
    public void Fill(Vehicle vehicle, Run run, int position, double unixSeconds)
    {
        double hour = clock.HourAt(unixSeconds, out bool isWeekend);
        double done = (double)position / run.Pattern.LastPosition;
        double mean = vehicle.Line.Traits.Capacity * options.PeakLoad * RidersAt(hour, isWeekend) * Math.Sin(Math.PI * Math.Clamp(done, 0.05, 0.95));
        this.Seat(vehicle, run, position, Math.Min(vehicle.Line.Traits.Capacity, this.chance.Poisson(mean)));
    }

    /// <summary>Riders an hour who come to a point.</summary>
    public double RatePerHour(BoardingPoint point, double unixSeconds)
    {
        double hour = clock.HourAt(unixSeconds, out bool isWeekend);
        LineDirection direction = point.Direction;
        double peak = direction.PeakRunsPerHour * direction.Line.Traits.Capacity * options.PeakLoad * BoardingsPerLoad;
        return peak * direction.ShareOf(point) * RidersAt(hour, isWeekend) * (1 - (0.2 * rain.At(unixSeconds)));
    }

    private static double RidersAt(double hour, bool isWeekend) =>
        (isWeekend ? HourlyProfile.WeekendRiders : HourlyProfile.WorkdayRiders).At(hour);

    private int CameSince(BoardingPoint point, double unixSeconds, int headwaySeconds)
    {
        double since = double.IsNaN(point.LastVisit)
            ? (headwaySeconds > 0 ? headwaySeconds : 600)
            : Math.Clamp(unixSeconds - point.LastVisit, 0, 3600);
        double mean = this.RatePerHour(point, unixSeconds - (since / 2)) * since / 3600;
        return options.Unevenness > 0 ? this.chance.Poisson(mean) : (int)Math.Round(mean);
    }

    /// <summary>Each rider goes a way whose length decays, to the stop that is nearest to its end.</summary>
    private void Seat(Vehicle vehicle, Run run, int position, int riders)
    {
        double[] offsets = run.Pattern.Offsets;
        double left = offsets[^1] - offsets[position];
        double mean = Math.Max(1, (offsets[^1] - offsets[0]) * MeanRideShare);
        for (int i = 0; i < riders; i++)
        {
            double way = this.chance.Exponential(mean);
            if (way > left)
            {
                way = left * this.chance.Next();
            }

            int at = Array.BinarySearch(offsets, position + 1, offsets.Length - position - 1, offsets[position] + way);
            vehicle.Leaving[Math.Clamp(at >= 0 ? at : ~at, position + 1, offsets.Length - 1)]++;
        }

        vehicle.Load += riders;
    }
}
