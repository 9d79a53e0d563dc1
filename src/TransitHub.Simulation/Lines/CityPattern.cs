using TransitHub.Gtfs;
using TransitHub.Simulation.Riders;
using TransitHub.Simulation.Service;

namespace TransitHub.Simulation.Lines;

/// <summary>A pattern of the schedule with what the simulation adds to it.</summary>
internal sealed class CityPattern
{
    public required int Index { get; init; }

    public required CityLine Line { get; init; }

    public required Geometry Geometry { get; init; }

    /// <summary>Stop indexes in order.</summary>
    public required int[] Stops { get; init; }

    /// <summary>Meters along the geometry of each stop.</summary>
    public required double[] Offsets { get; init; }

    public required int[] Links { get; init; }

    public required Terminal Start { get; init; }

    public required Terminal End { get; init; }

    /// <summary>Where its riders wait, one for each stop; patterns of one route and direction share them.</summary>
    public required BoardingPoint[] Points { get; init; }

    /// <summary>How much of the river's current carries a boat of it, [-1, 1]; positive: it runs downstream.</summary>
    public required double CurrentShare { get; init; }

    /// <summary>Its detours, in the order in which they were found.</summary>
    public List<Detour> Detours { get; } = [];

    public int LastPosition => this.Stops.Length - 1;
}
