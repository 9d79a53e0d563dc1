using TransitHub.Core.Ids;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;
using TransitHub.Training.Truth;

namespace TransitHub.Training.Backtesting;

/// <summary>
/// Where the hub has the vehicles whose true run is known, sampled while that run is truly under way (between its first and last true time),
/// and how long it takes to find it.
/// </summary>
public sealed class TripAssignment
{
    private readonly Schedule schedule;
    private readonly Dictionary<(DeviceId Vehicle, TrueRun Run), double> found = [];

    internal TripAssignment(Schedule schedule) => this.schedule = schedule;

    /// <summary>Samples of a vehicle on its true run.</summary>
    public long Right { get; private set; }

    /// <summary>Samples of a vehicle on another run of the same pattern.</summary>
    public long OtherRun { get; private set; }

    /// <summary>Samples of a vehicle on a run of another pattern.</summary>
    public long OtherPattern { get; private set; }

    /// <summary>Samples of a vehicle without a run.</summary>
    public long None { get; private set; }

    /// <summary>All samples.</summary>
    public long All => this.Right + this.OtherRun + this.OtherPattern + this.None;

    /// <summary>Runs of which the start was sampled.</summary>
    public int Runs => this.found.Count;

    /// <summary>Runs that were never found.</summary>
    public int NeverFound => this.found.Values.Count(double.IsNaN);

    /// <summary>
    /// Median time from the run's true start, or its vehicle's first report of it if that is later, to the first sample that shows the run,
    /// seconds; a run never found counts as infinite. NaN without runs.
    /// </summary>
    public double MedianSecondsToFind
    {
        get
        {
            double[] sorted = [.. this.found.Values.Select(t => double.IsNaN(t) ? double.PositiveInfinity : t).Order()];
            return sorted.Length == 0 ? double.NaN : sorted[(sorted.Length - 1) / 2];
        }
    }

    /// <summary>Counts a vehicle in a state.</summary>
    /// <param name="vehicle">The vehicle.</param>
    /// <param name="run">Its true run.</param>
    /// <param name="namedAt">When its first report of the run was received, Unix seconds.</param>
    /// <param name="now">Unix seconds.</param>
    /// <param name="from">Runs that began before are not timed, Unix seconds.</param>
    internal void Count(VehicleSnapshot vehicle, TrueRun run, double namedAt, double now, double from)
    {
        if (vehicle.Phase == VehiclePhase.Lost || now < run.Begins || now > run.Ends)
        {
            return;
        }

        bool isRight = this.IsRight(vehicle, run);
        this.Right += isRight ? 1 : 0;
        if (!isRight)
        {
            bool isSamePattern = vehicle.Trip is { } trip && this.schedule.Trips.PatternIndex(trip.TripIndex) == run.Pattern;
            this.None += vehicle.Trip is null ? 1 : 0;
            this.OtherRun += isSamePattern ? 1 : 0;
            this.OtherPattern += vehicle.Trip is not null && !isSamePattern ? 1 : 0;
        }

        double begins = Math.Max(run.Begins, namedAt);
        if (begins >= from && (!this.found.TryGetValue((vehicle.Id, run), out double seconds) || (isRight && double.IsNaN(seconds))))
        {
            this.found[(vehicle.Id, run)] = isRight ? now - begins : double.NaN;
        }
    }

    /// <summary>A run by headway counts as right when its pattern is: the hub names it by the departure that it saw.</summary>
    private bool IsRight(VehicleSnapshot vehicle, TrueRun run) => vehicle.Trip is { } trip
        && (run.ByHeadway ? this.schedule.Trips.PatternIndex(trip.TripIndex) == run.Pattern : trip == run.Trip);
}
