namespace TransitHub.Simulation.Recordings;

/// <summary>The forms in which recordings come. Their names on the command line are those of <see cref="RecordingFormatText"/>.</summary>
public enum RecordingFormat
{
    /// <summary>One position a row, columns by name; plain or gzip.</summary>
    PositionsCsv,

    /// <summary>Lines of <c>&lt;ISO arrival time&gt; &lt;topic&gt; &lt;payload&gt;</c>; plain or gzip.</summary>
    MqttText,

    /// <summary>A folder of GTFS-Realtime <c>.pb</c> files in name order.</summary>
    GtfsRealtimeFolder,

    /// <summary>The folder of a hub's own observation log of one feed.</summary>
    ObservationLog,

    /// <summary>Days of a hub's archive: their folder, the folder of one, or one table's file. Whoever knows the archive's form opens it (<see cref="RecordingReader.OpenRecords"/>).</summary>
    Archive,
}

/// <summary>The names of the formats on the command line.</summary>
public static class RecordingFormatText
{
    private static readonly string[] Names = ["positions-csv", "mqtt-text", "gtfsrt-dir", "log", "archive"];

    /// <summary>All names, as a list for a person.</summary>
    public static string All { get; } = string.Join(", ", Names);

    /// <summary>The format's name.</summary>
    public static string Name(this RecordingFormat format) => Names[(int)format];

    /// <summary>Reads a name, exactly as it is listed.</summary>
    public static bool TryParse(string? text, out RecordingFormat format)
    {
        int index = Array.IndexOf(Names, text);
        format = (RecordingFormat)Math.Max(index, 0);
        return index >= 0;
    }
}
