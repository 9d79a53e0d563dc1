namespace TransitHub.Archive;

/// <summary>What is the same in all files of the archive; README.md has the form.</summary>
internal static class ArchiveFormat
{
    /// <summary>The version of the form that this hub writes, and the newest it reads.</summary>
    public const int Version = 1;

    /// <summary>Ending of a table's file.</summary>
    public const string Extension = ".parquet";

    /// <summary>A day's list of its files, written last.</summary>
    public const string ManifestName = "day.json";

    /// <summary>Key of <see cref="Version"/> in the metadata of each table's file.</summary>
    public const string VersionKey = "transithub.archive.version";

    /// <summary>Key of the feed's id there.</summary>
    public const string FeedKey = "transithub.feed";

    /// <summary>Key of the day there, yyyy-MM-dd.</summary>
    public const string DayKey = "transithub.day";

    /// <summary>The place in the log; each table has it first.</summary>
    public const string Sequence = "hub_sequence";

    /// <summary>The hub's clock at arrival.</summary>
    public const string ReceivedAt = "hub_received_at";

    /// <summary>What the gate added to the device's clock.</summary>
    public const string ClockCorrection = "hub_clock_correction_ms";

    /// <summary>The device's own time where a timestamp cannot hold it.</summary>
    public const string MeasuredUnixMs = "hub_measured_unix_ms";
}
