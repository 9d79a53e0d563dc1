namespace TransitHub.Core.Snapshots;

/// <summary>What is believed of a run of the timetable that no vehicle is known to serve; in the order of growing doubt.</summary>
public enum RunState
{
    /// <summary>Nothing speaks against it: it has not begun, or nobody would have seen it yet.</summary>
    Expected,

    /// <summary>Probably runs, but by now most runs like it had been seen: its scheduled times are less certain than usual.</summary>
    Unconfirmed,

    /// <summary>More likely not running than running: do not promise its times.</summary>
    Suspect,

    /// <summary>Taken as not running, on a line whose vehicles are otherwise seen; withdrawn when a vehicle is found on it after all.</summary>
    Canceled,
}
