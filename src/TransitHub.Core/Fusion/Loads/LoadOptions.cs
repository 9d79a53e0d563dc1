using TransitHub.Core.Graphs;
using TransitHub.Core.Ids;

namespace TransitHub.Core.Fusion.Loads;

/// <summary>What an operator may set about riders on board.</summary>
[NotKept]
public sealed record LoadOptions
{
    /// <summary>
    /// Room in the vehicles of a line, by <c>route_id</c>; under <see cref="AnyLine"/> that of all others. GTFS does not tell it.
    /// Default: none; where it is not known, counts of riders give no occupancy, and only what devices say themselves is published.
    /// </summary>
    public IReadOnlyDictionary<string, VehicleRoom> Rooms { get; init; } = new Dictionary<string, VehicleRoom>();

    /// <summary>
    /// Probability from which an occupancy class is published; below it is said that there is no data. 0.3 to 0.95; default 0.4. The
    /// lower, the more departures have a class and the more of them a wrong one (benchmarks/results/loads.md).
    /// </summary>
    public double MinProbability { get; init; } = 0.4;

    /// <summary>
    /// How much likelier another class must be before it replaces the one that is shown. 0 to 0.5; default 0.1: between two classes
    /// that are as likely it would change to and fro.
    /// </summary>
    public double Hysteresis { get; init; } = 0.1;

    /// <summary>
    /// By what counts of riders over the doors are multiplied in a vehicle up to a quarter full, half, three quarters, and beyond: counters
    /// miss the more the fuller it is. Four factors, 0.5 to 5; none, the default: 1.06, 1.15, 1.35 and 1.6, which stand between field tests that saw
    /// nearly all riders in light load and six of ten in a peak. A survey (counted by hand beside the counters) gives better ones.
    /// </summary>
    public IReadOnlyList<double> CountFactors { get; init; } = [];

    /// <summary>
    /// Such factors of single counters, by device id; default: none, and <see cref="CountFactors"/> are for all. A survey that is long
    /// enough gives them (<c>transithub counts survey</c>).
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<double>> DeviceCountFactors { get; init; } = new Dictionary<string, IReadOnlyList<double>>();

    /// <summary>What <see cref="CountFactors"/> are where none are set. They are no default of the property: what a file sets would be appended to it.</summary>
    internal static IReadOnlyList<double> UsualFactors { get; } = [1.06, 1.15, 1.35, 1.6];

    /// <summary>The key of the room in vehicles of lines that are not named.</summary>
    public const string AnyLine = "*";

    /// <summary>What is wrong with the values, one sentence for each that names the setting; empty when all is well.</summary>
    public IReadOnlyList<string> Check()
    {
        List<string> wrong = [];
        if (this.MinProbability is not (>= 0.3 and <= 0.95))
        {
            wrong.Add($"{nameof(this.MinProbability)} must be 0.3 to 0.95.");
        }

        if (this.Hysteresis is not (>= 0 and <= 0.5))
        {
            wrong.Add($"{nameof(this.Hysteresis)} must be 0 to 0.5.");
        }

        foreach (string device in this.DeviceCountFactors.Where(d => !AreFactors(d.Value)).Select(d => d.Key))
        {
            wrong.Add($"{nameof(this.DeviceCountFactors)}:{device} must be {CountBands.Count} numbers from 0.5 to 5.");
        }

        if (this.CountFactors.Count > 0 && !AreFactors(this.CountFactors))
        {
            wrong.Add($"{nameof(this.CountFactors)} must be {CountBands.Count} numbers from 0.5 to 5.");
        }

        foreach ((string line, VehicleRoom room) in this.Rooms)
        {
            if (room is not { Riders: >= 1 and <= 5000, Seats: >= 0 } || room.Seats > room.Riders)
            {
                wrong.Add($"{nameof(this.Rooms)}:{line} must have 1 to 5000 {nameof(room.Riders)} and 0 to that many {nameof(room.Seats)}.");
            }
        }

        return wrong;
    }

    /// <summary>By what counts are multiplied.</summary>
    internal IReadOnlyList<double> Factors => this.CountFactors.Count > 0 ? this.CountFactors : UsualFactors;

    /// <summary>By what counts of a device are multiplied.</summary>
    internal IReadOnlyList<double> FactorsOf(DeviceId device) =>
        this.DeviceCountFactors.Count > 0 && this.DeviceCountFactors.TryGetValue(device.ToString(), out IReadOnlyList<double>? own) ? own : this.Factors;

    private static bool AreFactors(IReadOnlyList<double> factors) => factors.Count == CountBands.Count && factors.All(f => f is >= 0.5 and <= 5);

    /// <summary>Room in a line's vehicles; null: not known.</summary>
    /// <param name="routeId">GTFS <c>route_id</c>.</param>
    internal VehicleRoom? RoomOf(string routeId) =>
        this.Rooms.TryGetValue(routeId, out VehicleRoom? room) || this.Rooms.TryGetValue(AnyLine, out room) ? room : null;
}
