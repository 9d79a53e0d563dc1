using System.Globalization;
using TransitHub.Core.Ids;
using TransitHub.Core.Snapshots;

namespace TransitHub.Benchmarks.Fusion;

/// <summary>
/// `--apart`: which predictions the errors are made of, by what was known when they were made (where the vehicle was in its
/// run, how late, how old its newest report) and by size. Each dimension takes the set apart anew; shares are of the sum of |e|.
/// </summary>
internal sealed class ErrorParts
{
    private static readonly double[] Sizes = [30, 60, 120, 300, 900];
    private static readonly double[] Delays = [-300, -120, -60, 0, 60, 120, 300, 600, 1200];
    private static readonly double[] Ages = [10, 20, 30, 45, 60, 120, 300];
    private static readonly double[] Horizons = [180, 360, 600, 900, 1200, 1800, 2700];
    private static readonly double[] StopsAhead = [1, 2, 3, 5, 10, 20, 40];

    private readonly Dictionary<(string Dimension, int Order, string Part), (long Count, double Absolute, double Signed, double Naive)> parts = [];
    private readonly Dictionary<DeviceId, VehicleSnapshot> vehicles = [];

    public void Begin(HubSnapshot snapshot)
    {
        this.vehicles.Clear();
        foreach (VehicleSnapshot vehicle in snapshot.Vehicles)
        {
            this.vehicles[vehicle.Id] = vehicle;
        }
    }

    /// <summary>Takes the error of a prediction.</summary>
    /// <param name="now">When it was made, Unix seconds.</param>
    /// <param name="trip">The trip as it was published.</param>
    /// <param name="stop">Place of the stop in its pattern.</param>
    /// <param name="actual">The true arrival.</param>
    /// <param name="predicted">The predicted one.</param>
    /// <param name="naive">Error of delay propagation.</param>
    /// <param name="reached">The stop reached last by the plain feed.</param>
    public void Add(double now, TripSnapshot trip, int stop, double actual, double predicted, double naive, int reached)
    {
        double error = actual - predicted;
        double age = now - (trip.MeasuredAt.UnixMilliseconds / 1000.0);
        VehicleSnapshot? vehicle = this.vehicles.GetValueOrDefault(trip.Vehicle);
        string state = StateOf(trip, vehicle, reached);
        bool isNear = actual - now < 180;
        foreach (string prefix in (string[])(isNear ? ["", "near: "] : [""]))
        {
            this.Count(prefix + "size of the error", Sizes, Math.Abs(error), error, naive);
            this.Count(prefix + "state", 0, state, error, naive);
            this.Count(prefix + "delay", Delays, trip.DelaySeconds ?? 0, error, naive);
            this.Count(prefix + "age of the report", Ages, age, error, naive);
            this.Count(prefix + "stops ahead", StopsAhead, stop - reached, error, naive);
            if (vehicle is not null)
            {
                this.Count(prefix + "phase", (int)vehicle.Phase, vehicle.Phase.ToString(), error, naive);
                this.Count(prefix + "standing", 0, vehicle.StopStatus.ToString(), error, naive);
            }
        }

        this.Count("predicted time ahead", Horizons, predicted - now, error, naive);
        this.Count("state and delay", Delays, trip.DelaySeconds ?? 0, error, naive, state);
    }

    public void Print()
    {
        foreach (var dimension in this.parts.GroupBy(p => p.Key.Dimension).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            double whole = dimension.Sum(p => p.Value.Absolute);
            long all = dimension.Sum(p => p.Value.Count);
            Console.WriteLine($"\n| {dimension.Key} | of predictions | of the error | MAE s | bias s | propagation MAE s |\n|---|---|---|---|---|---|");
            foreach (var (key, (count, absolute, signed, plain)) in dimension.OrderBy(p => p.Key.Order))
            {
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {key.Part} | {100.0 * count / all:F1} % | {100 * absolute / whole:F1} % | {absolute / count:F1} | {signed / count:F1} | {plain / count:F1} |"));
            }
        }
    }

    private static string StateOf(TripSnapshot trip, VehicleSnapshot? vehicle, int reached)
    {
        if (!trip.IsCurrent)
        {
            return "next in its block";
        }

        if (vehicle is null || vehicle.Phase == VehiclePhase.Lost)
        {
            return "lost";
        }

        return vehicle.Phase switch
        {
            VehiclePhase.Layover => "at the first stop",
            VehiclePhase.Deadhead => "on its way to the first stop",
            VehiclePhase.OffRoute => "off its route",
            _ => reached == 0 ? "under way, only the first stop passed" : "under way",
        };
    }

    private void Count(string dimension, double[] ends, double value, double error, double naive, string prefix = "")
    {
        int bin = 0;
        while (bin < ends.Length && value >= ends[bin])
        {
            bin++;
        }

        string from = bin == 0 ? "under" : ends[bin - 1].ToString(CultureInfo.InvariantCulture);
        string to = bin == ends.Length ? "and more" : ends[bin].ToString(CultureInfo.InvariantCulture);
        this.Count(dimension, bin + (prefix.Length > 0 ? 20 * (prefix[0] + prefix.Length) : 0), $"{prefix} {from} {to}".Trim(), error, naive);
    }

    private void Count(string dimension, int order, string part, double error, double naive)
    {
        ref var sums = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(this.parts, (dimension, order, part), out _);
        sums = (sums.Count + 1, sums.Absolute + Math.Abs(error), sums.Signed + error, sums.Naive + Math.Abs(naive));
    }
}
