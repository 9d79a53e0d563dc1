using TransitHub.Simulation.Service;

namespace TransitHub.Simulation.Lines;

/// <summary>A route with its vehicles.</summary>
internal sealed class CityLine(int route, string id, LineTraits traits)
{
    /// <summary>Index in the schedule.</summary>
    public int Route { get; } = route;

    /// <summary><c>route_id</c>.</summary>
    public string Id { get; } = id;

    public LineTraits Traits { get; } = traits;

    /// <summary>Where its runs begin and end.</summary>
    public List<Terminal> Terminals { get; } = [];

    /// <summary>Its patterns.</summary>
    public List<CityPattern> Patterns { get; } = [];

    /// <summary>Vehicles that nobody needs now; the last one in is the first one out.</summary>
    public Stack<Vehicle> Depot { get; } = new();

    /// <summary>Vehicles made so far.</summary>
    public int Fleet { get; set; }

    /// <summary>Share of its vehicles that have a device.</summary>
    public double EquippedShare { get; set; } = 1;
}
