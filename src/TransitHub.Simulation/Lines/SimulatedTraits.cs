using System.IO.Hashing;
using System.Text;
using TransitHub.Core.Fusion.Loads;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Building;

namespace TransitHub.Simulation.Lines;

/// <summary>The traits of every line, by GTFS <c>route_id</c>.</summary>
public sealed class SimulatedTraits
{
    private readonly Dictionary<string, LineTraits> lines;

    private SimulatedTraits(Dictionary<string, LineTraits> lines) => this.lines = lines;

    /// <summary>What is usual for the mode of each route of a schedule.</summary>
    public static SimulatedTraits ByMode(Schedule schedule)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        Dictionary<string, LineTraits> lines = new(StringComparer.Ordinal);
        for (int route = 0; route < schedule.Routes.Count; route++)
        {
            lines[schedule.Routes.Id(route)] = Usual(schedule.Routes.Type(route));
        }

        return new SimulatedTraits(lines);
    }

    /// <summary>
    /// What the line sheets say of capacity, seats and reports, beyond what is usual for the mode. Devices are as mixed as in a real
    /// city: what they say about their run differs from line to line, and is always the same for one.
    /// </summary>
    /// <param name="schedule">Built from the network.</param>
    /// <param name="network">The sheets.</param>
    public static SimulatedTraits Of(Schedule schedule, LineNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        SimulatedTraits traits = ByMode(schedule);
        foreach (LineSheet line in network.Lines.Where(l => traits.lines.ContainsKey(l.Id)))
        {
            traits.lines[line.Id] = traits.lines[line.Id] with
            {
                Capacity = Math.Clamp(line.Vehicle.Capacity, 1, 5000),
                Seats = Math.Clamp(line.Vehicle.Seats ?? (line.Vehicle.Capacity * 2 / 5), 0, line.Vehicle.Capacity),
                ReportIntervalSeconds = Math.Clamp(line.ReportEverySeconds, 1, 3600),
                SignOn = HabitOf(line.Id, traits.lines[line.Id].Mode),
            };
        }

        return traits;
    }

    /// <summary>The same with one line's traits changed; a line that is not in the schedule is of no effect.</summary>
    public SimulatedTraits With(string routeId, Func<LineTraits, LineTraits> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        Dictionary<string, LineTraits> changed = new(this.lines, StringComparer.Ordinal);
        if (changed.TryGetValue(routeId, out LineTraits? traits))
        {
            changed[routeId] = change(traits);
        }

        return new SimulatedTraits(changed);
    }

    /// <summary>The same with every line's traits changed.</summary>
    public SimulatedTraits WithAll(Func<LineTraits, LineTraits> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return this.WithEach((_, traits) => change(traits));
    }

    /// <summary>The same with every line's traits changed, by its id.</summary>
    public SimulatedTraits WithEach(Func<string, LineTraits, LineTraits> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return new SimulatedTraits(this.lines.ToDictionary(l => l.Key, l => change(l.Key, l.Value), StringComparer.Ordinal));
    }

    /// <summary>Room in the vehicles of every line, by GTFS <c>route_id</c>: what a hub is told of them.</summary>
    public IReadOnlyDictionary<string, VehicleRoom> Rooms() => this.lines.ToDictionary(l => l.Key, l => l.Value.Room, StringComparer.Ordinal);

    /// <summary>The traits of a line.</summary>
    /// <exception cref="KeyNotFoundException">The schedule that these were made for has no such route.</exception>
    public LineTraits Get(string routeId) => this.lines[routeId];

    /// <summary>For trips whose route nobody knows.</summary>
    internal static LineTraits Stray { get; } = Usual(3);

    private static SignOnHabit HabitOf(string line, LineMode mode)
    {
        ReadOnlySpan<SignOnHabit> habits = mode switch
        {
            LineMode.Rail => [SignOnHabit.Trip],
            LineMode.Boat => [SignOnHabit.Trip, SignOnHabit.Route, SignOnHabit.Route, SignOnHabit.Sign, SignOnHabit.Nothing],
            _ => [SignOnHabit.Trip, SignOnHabit.Trip, SignOnHabit.Route, SignOnHabit.Sign],
        };
        return habits[(int)(XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(line)) % (ulong)habits.Length)];
    }

    private static LineTraits Usual(int routeType) => routeType switch
    {
        4 or (>= 1000 and < 1100) or (>= 1200 and < 1300) => Traits(LineMode.Boat, 120, 60, 20, SignOnHabit.Route, 0),
        0 or (>= 900 and < 1000) => Traits(LineMode.Rail, 180, 60, 15, SignOnHabit.Trip, 0.5),
        1 or 2 or 5 or 6 or 7 or 12 or (>= 100 and < 700) or (>= 1300 and < 1500) => Traits(LineMode.Rail, 900, 200, 15, SignOnHabit.Trip, 0.5),
        _ => Traits(LineMode.Road, 80, 35, 15, SignOnHabit.Trip, 0.5),
    };

    private static LineTraits Traits(LineMode mode, int capacity, int seats, double interval, SignOnHabit signOn, double occupancy) =>
        new() { Mode = mode, Capacity = capacity, Seats = seats, ReportIntervalSeconds = interval, SignOn = signOn, OccupancyShare = occupancy, CounterShare = 0.3 };
}
