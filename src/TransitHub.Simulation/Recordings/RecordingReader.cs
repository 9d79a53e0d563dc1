using TransitHub.Core.Storage;

namespace TransitHub.Simulation.Recordings;

/// <summary>Opens recordings of every format.</summary>
public static class RecordingReader
{
    /// <summary>Opens a recording and reads as much of it as tells whether it is of its format.</summary>
    /// <param name="path">A file, or for <c>gtfsrt-dir</c> and <c>log</c> a folder.</param>
    /// <param name="format">One of <see cref="RecordingFormatText.All"/>.</param>
    /// <exception cref="RecordingException">It is not there, empty, or not of the format; the message says what to do.</exception>
    public static Recording Open(string path, string format)
    {
        ArgumentNullException.ThrowIfNull(path);
        return RecordingFormatText.TryParse(format, out RecordingFormat known)
            ? Open(path, known)
            : throw RecordingException.WrongUse($"'{format}' is no format of recordings: use one of {RecordingFormatText.All}.");
    }

    /// <summary>Opens a recording and reads as much of it as tells whether it is of its format.</summary>
    /// <param name="path">A file, or for a folder's format a folder.</param>
    /// <param name="format">What it is.</param>
    /// <exception cref="RecordingException">It is not there, empty, or not of the format; the message says what to do.</exception>
    public static Recording Open(string path, RecordingFormat format)
    {
        ArgumentNullException.ThrowIfNull(path);
        bool needsFolder = format is RecordingFormat.GtfsRealtimeFolder or RecordingFormat.ObservationLog;
        if (needsFolder && File.Exists(path))
        {
            throw RecordingException.WrongUse($"{path} is a file, and {format.Name()} reads a folder: name the folder, or another --format.");
        }

        if (!needsFolder && Directory.Exists(path))
        {
            throw RecordingException.WrongUse($"{path} is a folder, and {format.Name()} reads a file: name the file, or use --format gtfsrt-dir, log or archive.");
        }

        if (!System.IO.Path.Exists(path))
        {
            throw RecordingException.WrongUse($"There is no {(needsFolder ? "folder" : "file")} {path}: correct --input.");
        }

        return format switch
        {
            RecordingFormat.PositionsCsv => PositionsCsvRecording.Open(path),
            RecordingFormat.MqttText => MqttTextRecording.Open(path),
            RecordingFormat.GtfsRealtimeFolder => GtfsRealtimeFolderRecording.Open(path),
            RecordingFormat.ObservationLog => LoggedRecording.OpenLog(path),
            _ => throw new ArgumentException($"{format.Name()} is opened by {nameof(OpenRecords)}.", nameof(format)),
        };
    }

    /// <summary>Makes a recording of records that somebody else reads, in a form that is not this project's.</summary>
    /// <param name="path">Where they are, for messages.</param>
    /// <param name="format">What they are.</param>
    /// <param name="records">The records, in order; an <see cref="IOException"/> from them becomes a <see cref="RecordingException"/>.</param>
    /// <param name="nothingFound">What it means that there is none, and what to do, for a person.</param>
    public static Recording OpenRecords(string path, RecordingFormat format, IEnumerable<LoggedRecord> records, string nothingFound)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(records);
        return new LoggedRecording(path, format, records, nothingFound);
    }
}
