using TransitHub.Gtfs;
using TransitHub.Training.Truth;

namespace TransitHub.Benchmarks.Cities;

/// <summary>The stop times that a simulation wrote beside its messages: by vehicle, since a run by headway has no name that both sides know.</summary>
internal sealed class CityTruth
{
    private readonly Dictionary<string, TrueRun[]> runs;

    public CityTruth(Schedule schedule, string path)
    {
        ArrivalTruth arrivals = new(schedule);
        ArrivalsFile.Read(path, schedule, arrivals);
        arrivals.Close();
        if (arrivals.UnknownTrips > 0)
        {
            throw new InvalidDataException($"{path} names {arrivals.UnknownTrips} times a trip that is not in the GTFS: give the simulation's own.");
        }

        this.Arrivals = arrivals;
        this.runs = arrivals.Runs.Where(r => r.Vehicle is not null).GroupBy(r => r.Vehicle!, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.OrderBy(r => r.Begins).ToArray(), StringComparer.Ordinal);
    }

    /// <summary>All of them.</summary>
    public ArrivalTruth Arrivals { get; }

    /// <summary>The vehicle's run at a moment; null between runs.</summary>
    public TrueRun? At(string vehicle, double now) =>
        this.runs.TryGetValue(vehicle, out TrueRun[]? own) ? Array.Find(own, r => r.Begins <= now && now <= r.Ends) : null;

    /// <summary>Whether the truth tells of the vehicle.</summary>
    public bool IsKnown(string vehicle) => this.runs.ContainsKey(vehicle);

    /// <summary>Whether the vehicle truly comes to the place of the pattern within a span of time.</summary>
    public bool Comes(string vehicle, int pattern, int place, double from, double to) =>
        this.runs.TryGetValue(vehicle, out TrueRun[]? own)
        && Array.Exists(own, r => r.Pattern == pattern && r.Arrivals[place] >= from && r.Arrivals[place] <= to);
}
