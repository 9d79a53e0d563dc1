namespace TransitHub.Core.Fusion.Crowding;

/// <summary>A route in one direction that riders board at a stop.</summary>
/// <param name="Route">Index of the route.</param>
/// <param name="Direction">GTFS <c>direction_id</c>; -1: none.</param>
/// <param name="Weight">How many places it offers against the stop's other lines; their sum is 1.</param>
internal sealed record BoardingLine(int Route, int Direction, double Weight)
{
    /// <summary>Riders that its vehicles' doors counted, fading.</summary>
    public double Boarded { get; set; }

    /// <summary>When a vehicle of it was here last, Unix seconds; 0: none was seen.</summary>
    public double ServedAt { get; set; }

    /// <summary>Riders of all lines who came in the time in which those gathered, fading alike.</summary>
    public double Came { get; set; }

    /// <summary>How far its usual loads are off here.</summary>
    public LoadErrors Errors { get; } = new();

    /// <summary>What chances to fit on its vehicles turned out to be worth.</summary>
    public FitRecord Fits { get; } = new();
}
