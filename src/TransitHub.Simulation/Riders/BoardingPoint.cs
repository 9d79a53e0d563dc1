namespace TransitHub.Simulation.Riders;

/// <summary>The riders of one line and direction who wait at one stop. They are a number, not persons, so that a large city is no burden.</summary>
internal sealed class BoardingPoint(LineDirection direction, double weight)
{
    public LineDirection Direction { get; } = direction;

    /// <summary>How busy it is against the line's other stops.</summary>
    public double Weight { get; } = weight;

    /// <summary>Riders who were there when the last vehicle left.</summary>
    public int LeftBehind { get; set; }

    /// <summary>When the last vehicle left, Unix seconds; NaN: none did yet.</summary>
    public double LastVisit { get; set; } = double.NaN;
}
