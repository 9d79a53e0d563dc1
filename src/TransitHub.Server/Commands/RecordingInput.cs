using TransitHub.Archive;
using TransitHub.Archive.Reading;
using TransitHub.Simulation.Recordings;

namespace TransitHub.Server.Commands;

/// <summary>Opens what a command is to read: a recording, a hub's log, or a hub's archive.</summary>
internal static class RecordingInput
{
    /// <summary>Opens it and reads as much as tells whether it is of its format.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="format">One of <see cref="RecordingFormatText.All"/>.</param>
    /// <exception cref="RecordingException">It is not there, empty, or not of the format; the message says what to do.</exception>
    public static Recording Open(string path, string format)
    {
        if (!RecordingFormatText.TryParse(format, out RecordingFormat known) || known != RecordingFormat.Archive)
        {
            return RecordingReader.Open(path, format);
        }

        try
        {
            return RecordingReader.OpenRecords(
                path, known, ArchivedRecords.ReadAsync(path, CancellationToken.None).ToBlockingEnumerable(),
                "its tables have no rows. Name the folder of a feed's archive, below the hub's --data, one of its days, or one of their files.");
        }
        catch (ArchiveException exception)
        {
            throw RecordingException.WrongUse(exception.Message, exception);
        }
    }
}
