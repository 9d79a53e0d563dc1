using TransitHub.Core.Fusion.Matching;
using TransitHub.Core.Observations;
using TransitHub.Core.Snapshots;

namespace TransitHub.Core.Fusion.Cameras;

/// <summary>A passage at a line, from its arrival until it no longer tells anything of those after it.</summary>
internal sealed class WaitingPassage(PassageReport report, double correction, SignMeaning shown)
{
    public PassageReport Report { get; } = report;

    /// <summary>When it was by the device's clock as the gate knows it, Unix seconds.</summary>
    public double ToldAt { get; } = report.CorrectedAt.UnixMilliseconds / 1000.0;

    /// <summary>When it was, Unix seconds, with what vehicles have shown of the clock.</summary>
    public double At { get; } = (report.CorrectedAt.UnixMilliseconds / 1000.0) + correction;

    /// <summary>What was read on it.</summary>
    public SignMeaning Shown { get; } = shown;

    /// <summary>Place of its direction among those of the channel; -1: not known.</summary>
    public required int Direction { get; init; }

    /// <summary>How often what was read on it is read at its line where no vehicle of the timetable was, (0, 1]; 1: nothing was read.</summary>
    public required double Usual { get; init; }

    /// <summary>How dense passages like it are of runs by headway that no line has told of, for each second; -1: not asked yet.</summary>
    public double Newcomers { get; set; } = -1;

    /// <summary>Whether a run by headway was begun with it.</summary>
    public bool Begun { get; set; }

    /// <summary>What was told of it; null: nothing yet.</summary>
    public PassageSnapshot? Told { get; set; }

    /// <summary>Its place on the board; -1: nothing was told yet.</summary>
    public long BoardPlace { get; set; } = -1;
}
