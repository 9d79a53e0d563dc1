using TransitHub.Simulation.Chance;

namespace TransitHub.Simulation.Riders;

/// <summary>The riders of one line and direction who wait at one stop. They are a number, not persons, so that a large city is no burden.</summary>
internal sealed class BoardingPoint(LineDirection direction, int stop, double weight, SeededChance luck)
{
    public SeededChance Luck = luck;

    public LineDirection Direction { get; } = direction;

    /// <summary>Index of the stop.</summary>
    public int Stop { get; } = stop;

    /// <summary>How busy it is against the line's other stops.</summary>
    public double Weight { get; } = weight;

    /// <summary>Riders who were there when the last vehicle left.</summary>
    public int LeftBehind { get; set; }

    /// <summary>When the last vehicle left, Unix seconds; NaN: none did yet.</summary>
    public double LastVisit { get; set; } = double.NaN;

    /// <summary>Riders who came since the last vehicle left, as far as that was drawn.</summary>
    public int Fresh { get; set; }

    /// <summary>Up to when it was drawn, Unix seconds; NaN: not yet since the last vehicle left.</summary>
    public double FreshUntil { get; set; } = double.NaN;

    /// <summary>Riders who ever came.</summary>
    public long Came { get; set; }

    /// <summary>Riders who ever left a vehicle here.</summary>
    public long Alighted { get; set; }
}
