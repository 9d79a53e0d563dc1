using System.Diagnostics.CodeAnalysis;
using TransitHub.Core.Fusion.Service;
using TransitHub.Gtfs;

namespace TransitHub.Core.Fusion.Matching;

/// <summary>
/// Which lines a vehicle usually runs, as a prior for the search: garages have lines, operators have fleets, and fleets are numbered.
/// Counted are runs that were seen to end, by vehicle and by the beginnings of its id, each against what would be usual if all vehicles
/// ran all lines alike; where nothing was counted it says nothing.
/// </summary>
internal sealed class VehicleHabits
{
    /// <summary>A prior may outweigh a delay of some minutes, but no drive along another line: a logarithm.</summary>
    private const double MostEvidence = 3.75;

    /// <summary>What the counts say is taken so many times: they are shrunk more than one city's vehicles needed.</summary>
    private const double Strength = 1.5;

    /// <summary>What is usual counts against what was seen as so many runs: of the vehicles of a fleet, and of one vehicle.</summary>
    private const double FleetCounts = 3;

    private const double VehicleCounts = 1.5;

    /// <summary>The same for agencies: a vehicle belongs to one.</summary>
    private const double AgencyCounts = 0.3;

    /// <summary>The timetable counts as so many runs in what is usual.</summary>
    private const double TimetableCounts = 100;

    /// <summary>Beyond so many runs the older ones are forgotten: a week or two of one vehicle.</summary>
    private const float MostOfVehicle = 100;

    private const float MostOfFleet = 5000;

    /// <summary>Vehicles remembered at most.</summary>
    private const int MostVehicles = 50_000;

    private readonly ServiceLines lines;
    private readonly double[] timetable;
    private readonly double[] agencies;
    private readonly SortedDictionary<string, RunCounts> vehicles = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RunCounts> fleets = new(StringComparer.Ordinal);
    private readonly RunCounts all = new();

    public VehicleHabits(Schedule schedule)
    {
        this.lines = new ServiceLines(schedule);
        this.timetable = new double[this.lines.Count];
        this.agencies = new double[this.lines.AgencyCount];
        for (int trip = 0; trip < schedule.Trips.Count; trip++)
        {
            int line = this.lines.Of(schedule.Trips.RouteIndex(trip));
            this.timetable[line] += 1.0 / schedule.Trips.Count;
            this.agencies[this.lines.AgencyOf(line)] += 1.0 / schedule.Trips.Count;
        }
    }

    /// <summary>Vehicles of which runs were counted, by id.</summary>
    public IReadOnlyDictionary<string, RunCounts> Vehicles => this.vehicles;

    /// <summary>The lines counted by.</summary>
    public ServiceLines Lines => this.lines;

    /// <summary>True: what comes now was counted before, and is passed over.</summary>
    public bool IsPaused { get; set; }

    /// <summary>A vehicle was seen to end a run of a route.</summary>
    public void Note(string vehicle, int route)
    {
        if (!this.IsPaused)
        {
            this.Add(vehicle, this.lines.Of(route), 1);
        }
    }

    /// <summary>Counts runs of a vehicle.</summary>
    public void Add(string vehicle, int line, float count)
    {
        if (!this.vehicles.TryGetValue(vehicle, out RunCounts? own))
        {
            if (this.vehicles.Count >= MostVehicles)
            {
                return;
            }

            this.vehicles.Add(vehicle, own = new RunCounts());
        }

        own.Add(line, count, MostOfVehicle);
        this.all.Add(line, count, float.MaxValue);
        for (int cut = 1; cut <= 2 && cut < vehicle.Length; cut++)
        {
            if (!this.TryFindFleet(vehicle, cut, out RunCounts? fleet))
            {
                this.fleets.Add(vehicle[..^cut], fleet = new RunCounts());
            }

            fleet.Add(line, count, MostOfFleet);
        }
    }

    /// <summary>What is known of the vehicle says for a run of a route, a logarithm; 0: nothing.</summary>
    public double Evidence(string vehicle, int route)
    {
        int line = this.lines.Of(route);
        RunCounts? own = this.vehicles.GetValueOrDefault(vehicle);
        double usual = (this.all.Of(line) + (TimetableCounts * this.timetable[line])) / (this.all.Total + TimetableCounts);
        double lift = 1;
        for (int cut = Math.Min(2, vehicle.Length - 1); cut >= 1; cut--)
        {
            if (this.TryFindFleet(vehicle, cut, out RunCounts? fleet))
            {
                // Without the vehicle's own, which count below.
                double runs = Math.Max(0, fleet.Of(line) - (own?.Of(line) ?? 0));
                double expected = Math.Max(0, fleet.Total - (own?.Total ?? 0)) * Math.Min(1, usual * lift);
                lift *= (runs + FleetCounts) / (expected + FleetCounts);
            }
        }

        if (own is not null)
        {
            lift *= this.OfAgency(own, line);
            lift *= (own.Of(line) + VehicleCounts) / ((own.Total * Math.Min(1, usual * lift)) + VehicleCounts);
        }

        return Math.Clamp(Strength * Math.Log(lift), -MostEvidence, MostEvidence);
    }

    private bool TryFindFleet(string vehicle, int cut, [NotNullWhen(true)] out RunCounts? fleet) =>
        this.fleets.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(vehicle.AsSpan(0, vehicle.Length - cut), out fleet);

    private double OfAgency(RunCounts own, int line)
    {
        if (this.lines.AgencyCount < 2)
        {
            return 1;
        }

        int agency = this.lines.AgencyOf(line);
        double runs = 0;
        foreach ((int other, float count) in own.Runs)
        {
            runs += this.lines.AgencyOf(other) == agency ? count : 0;
        }

        return (runs + AgencyCounts) / ((own.Total * this.agencies[agency]) + AgencyCounts);
    }
}
