namespace TransitHub.Simulation.Lines;

/// <summary>A number for each hour of the day, with straight lines between the middles of the hours.</summary>
internal sealed class HourlyProfile
{
    private readonly double[] hours;

    private HourlyProfile(params double[] hours) => this.hours = hours;

    /// <summary>Travel time on the street against the timetable's, on a working day.</summary>
    public static HourlyProfile WorkdayTraffic { get; } = new(
        0.82, 0.80, 0.80, 0.80, 0.82, 0.86, 0.95, 1.10, 1.16, 1.10, 1.02, 1.00, 1.00, 1.00, 1.01, 1.03, 1.10, 1.19, 1.20, 1.10, 1.00, 0.93, 0.88, 0.84);

    /// <summary>Travel time on the street on Saturday and Sunday.</summary>
    public static HourlyProfile WeekendTraffic { get; } = new(
        0.84, 0.82, 0.80, 0.80, 0.80, 0.82, 0.86, 0.90, 0.94, 0.98, 1.02, 1.05, 1.06, 1.05, 1.05, 1.05, 1.06, 1.06, 1.04, 1.02, 0.98, 0.94, 0.90, 0.86);

    /// <summary>Riders who come to the stops, against the busiest hour, on a working day.</summary>
    public static HourlyProfile WorkdayRiders { get; } = new(
        0.06, 0.04, 0.03, 0.03, 0.08, 0.30, 0.68, 1.00, 0.95, 0.66, 0.50, 0.48, 0.50, 0.50, 0.52, 0.62, 0.84, 1.00, 0.90, 0.62, 0.42, 0.32, 0.22, 0.12);

    /// <summary>Riders on Saturday and Sunday.</summary>
    public static HourlyProfile WeekendRiders { get; } = new(
        0.08, 0.05, 0.03, 0.03, 0.06, 0.14, 0.26, 0.36, 0.46, 0.56, 0.64, 0.68, 0.70, 0.70, 0.70, 0.72, 0.74, 0.72, 0.66, 0.56, 0.46, 0.36, 0.26, 0.14);

    /// <summary>The number at an hour with its fraction, [0, 24).</summary>
    public double At(double hour)
    {
        double from = hour - 0.5;
        int before = (int)Math.Floor(from);
        double share = from - before;
        return (this.hours[(before + 24) % 24] * (1 - share)) + (this.hours[(before + 1) % 24] * share);
    }
}
