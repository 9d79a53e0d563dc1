using TransitHub.Core.Fusion.Loads;

namespace TransitHub.Core.Fusion.Crowding;

/// <summary>Something that tells how many wait at a stop.</summary>
internal abstract class StopEvent(double at)
{
    /// <summary>When it was, Unix seconds.</summary>
    public double At { get; } = at;
}

/// <summary>Riders boarded a vehicle at the stop.</summary>
internal sealed class BoardingEvent(double at, int line, VehicleTrack track, RunTrack run, int place) : StopEvent(at)
{
    /// <summary>Place of its line among those of the stop.</summary>
    public int Line { get; } = line;

    /// <summary>The vehicle.</summary>
    public VehicleTrack Track { get; } = track;

    /// <summary>Its run.</summary>
    public RunTrack Run { get; } = run;

    /// <summary>Place of the stop in the run's pattern.</summary>
    public int Place { get; } = place;

    /// <summary>What was counted of the run; null: nothing.</summary>
    public RunLoad? Load { get; set; }

    /// <summary>Those who boarded, as the platform sees it; null: not yet worked out.</summary>
    public BoardedRiders? Boarded { get; set; }

    /// <summary>Those whom its own doors counted, which <see cref="Boarded"/> has learned of; NaN: not counted.</summary>
    public (double Riders, double Variance) Doors { get; set; } = (double.NaN, double.NaN);

    /// <summary>It was full by its own doors: what the platform makes of it comes from them.</summary>
    public bool IsFullByDoors { get; set; }
}

/// <summary>A zone was looked at.</summary>
internal sealed class ZoneEvent(double at, double riders, double variance) : StopEvent(at)
{
    /// <summary>People present, as corrected.</summary>
    public double Riders { get; } = riders;

    /// <summary>Variance of that.</summary>
    public double Variance { get; } = variance;
}
