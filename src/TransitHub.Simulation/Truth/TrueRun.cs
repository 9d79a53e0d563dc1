using TransitHub.Core.Time;
using TransitHub.Gtfs.Time;

namespace TransitHub.Simulation.Truth;

/// <summary>What can become of a run.</summary>
public enum RunOutcome
{
    /// <summary>A vehicle left with it.</summary>
    Started,

    /// <summary>It came to its last stop.</summary>
    Completed,

    /// <summary>Nobody drove it.</summary>
    Canceled,

    /// <summary>Its vehicle broke down.</summary>
    BrokenDown,

    /// <summary>Another vehicle took it over.</summary>
    TakenOver,

    /// <summary>It ended before its last stop.</summary>
    CutShort,

    /// <summary>It left its line for a stretch.</summary>
    Detoured,
}

/// <summary>What became of a run.</summary>
/// <param name="At">When.</param>
/// <param name="ServiceDate">Its day.</param>
/// <param name="TripId">Its trip.</param>
/// <param name="StartTime">Its planned start.</param>
/// <param name="Outcome">What.</param>
/// <param name="VehicleId">The vehicle; null: none.</param>
/// <param name="StopSequence">The stop at or after which it happened.</param>
public readonly record struct TrueRun(
    Timestamp At, ServiceDate ServiceDate, string TripId, ServiceTime StartTime, RunOutcome Outcome, string? VehicleId, int StopSequence);
