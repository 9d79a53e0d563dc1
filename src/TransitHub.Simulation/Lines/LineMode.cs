namespace TransitHub.Simulation.Lines;

/// <summary>How a line's vehicles move, as far as the simulation tells them apart.</summary>
public enum LineMode
{
    /// <summary>In the traffic of the streets.</summary>
    Road,

    /// <summary>On its own track: no traffic, no overtaking.</summary>
    Rail,

    /// <summary>On the water.</summary>
    Boat,
}
