using TransitHub.Simulation.Lines;
using TransitHub.Simulation.Service;
using TransitHub.Simulation.Weather;

namespace TransitHub.Simulation.Riders;

/// <summary>Lets riders come to the stops, board what has room for them and leave where they want to.</summary>
internal sealed class RiderFlow(SimulationOptions options, LocalClock clock, Rain rain)
{
    /// <summary>Who was left behind gives up after a while, seconds.</summary>
    private const double Patience = 1500;

    /// <summary>Riders come for so long after a line's last vehicle; then word has spread that none runs, and those who wait give up, seconds.</summary>
    private const double Hope = 3600;

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
        BoardingPoint point = run.Pattern.Points[position];
        point.Alighted += alighting;
        if (run.ServedTo <= position)
        {
            Array.Clear(vehicle.Leaving);
            return new StopExchange(0, alighting, 0);
        }

        vehicle.Leaving[position] = 0;
        int waiting = StillThere(point, unixSeconds) + StillHoping(point, unixSeconds) + this.CameSince(point, unixSeconds, run.HeadwaySeconds);
        int boarding = Math.Min(waiting, Math.Max(0, vehicle.Line.Traits.Capacity - vehicle.Load));
        Seat(vehicle, run, position, boarding);
        point.LeftBehind = waiting - boarding;
        point.LastVisit = unixSeconds;
        point.Fresh = 0;
        point.FreshUntil = double.NaN;
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
        BoardingPoint point = run.Pattern.Points[position];
        Seat(vehicle, run, position, Math.Min(vehicle.Line.Traits.Capacity, point.Luck.Poisson(mean)));
    }

    /// <summary>Riders an hour who come to a point.</summary>
    public double RatePerHour(BoardingPoint point, double unixSeconds)
    {
        double hour = clock.HourAt(unixSeconds, out bool isWeekend);
        LineDirection direction = point.Direction;
        double peak = direction.PeakRunsPerHour(clock.ServiceDayNumberAt(unixSeconds)) * direction.Line.Traits.Capacity * options.PeakLoad * direction.RidersPerLoad;
        return peak * direction.ShareOf(point) * RidersAt(hour, isWeekend) * (1 - (0.2 * rain.At(unixSeconds)));
    }

    private static double RidersAt(double hour, bool isWeekend) =>
        (isWeekend ? HourlyProfile.WeekendRiders : HourlyProfile.WorkdayRiders).At(hour);

    private static int StillThere(BoardingPoint point, double unixSeconds) =>
        point.LeftBehind == 0 || double.IsNaN(point.LastVisit) ? point.LeftBehind : (int)(point.LeftBehind * Math.Exp(-Math.Max(0, unixSeconds - point.LastVisit) / Patience));

    private static int StillHoping(BoardingPoint point, double unixSeconds) =>
        !(unixSeconds - point.LastVisit > Hope) ? point.Fresh : (int)(point.Fresh * Math.Exp((Hope - (unixSeconds - point.LastVisit)) / Patience));

    /// <summary>Draws who came up to a moment, for those who count them before a vehicle takes them.</summary>
    public void Settle(BoardingPoint point, double unixSeconds)
    {
        if (double.IsNaN(point.LastVisit))
        {
            // Nobody knows yet when the line's first vehicle will come.
            return;
        }

        int came = this.CameSince(point, unixSeconds, 0);
        point.Fresh += came;
        point.FreshUntil = unixSeconds;
    }

    /// <summary>Riders who wait at a point at a moment.</summary>
    public int Waiting(BoardingPoint point, double unixSeconds)
    {
        this.Settle(point, unixSeconds);
        return StillThere(point, unixSeconds) + StillHoping(point, unixSeconds);
    }

    private int CameSince(BoardingPoint point, double unixSeconds, int headwaySeconds)
    {
        double from = double.IsNaN(point.FreshUntil) ? point.LastVisit : point.FreshUntil;
        double since = double.IsNaN(from)
            ? (headwaySeconds > 0 ? headwaySeconds : 600)
            : Math.Clamp(Math.Min(unixSeconds, point.LastVisit + Hope) - from, 0, Hope);
        double mean = this.RatePerHour(point, unixSeconds - (since / 2)) * since / 3600;
        int came = options.Unevenness > 0 ? point.Luck.Poisson(mean) : (int)Math.Round(mean);
        point.Came += came;
        return came;
    }

    private static void Seat(Vehicle vehicle, Run run, int position, int riders)
    {
        BoardingPoint point = run.Pattern.Points[position];
        for (int i = 0; i < riders; i++)
        {
            vehicle.Leaving[RideLengths.Draw(ref point.Luck, run.Pattern.Offsets, position)]++;
        }

        vehicle.Load += riders;
    }
}
