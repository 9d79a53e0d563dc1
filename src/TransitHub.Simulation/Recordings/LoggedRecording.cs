using TransitHub.Core.Storage;

namespace TransitHub.Simulation.Recordings;

/// <summary>
/// Reads records of a hub's own: <c>log</c>, the segment files of its observation log, also while the hub writes them; or what was made of them. What
/// is in it was accepted once, with the correction of its device's clock.
/// </summary>
internal sealed class LoggedRecording : Recording
{
    private readonly string nothingFound;
    private readonly IEnumerator<LoggedRecord> records;

    /// <summary>Begins to read.</summary>
    /// <param name="path">Where they are, for messages.</param>
    /// <param name="format">What they are.</param>
    /// <param name="records">The records, in order.</param>
    /// <param name="nothingFound">What it means that there is none, for a person.</param>
    public LoggedRecording(string path, RecordingFormat format, IEnumerable<LoggedRecord> records, string nothingFound)
        : base(path, format)
    {
        this.records = records.GetEnumerator();
        this.nothingFound = nothingFound;
    }

    /// <inheritdoc/>
    public override double? ShareRead => null;

    /// <inheritdoc/>
    private protected override string NothingFound => this.nothingFound;

    /// <summary>Opens the folder of a log.</summary>
    public static LoggedRecording OpenLog(string path)
    {
        try
        {
            return new LoggedRecording(
                path, RecordingFormat.ObservationLog, ObservationLogReader.Read(path, from: default),
                "no segment file in it holds an observation. Name the folder of one feed's log, below the hub's --data.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw RecordingException.WrongUse($"{path} cannot be read: {exception.Message}", exception);
        }
    }

    /// <inheritdoc/>
    private protected override bool TryReadNext(out RecordedItem item)
    {
        item = default;
        try
        {
            if (!this.records.MoveNext())
            {
                return false;
            }
        }
        catch (LogDamagedException exception)
        {
            throw RecordingException.Unusable(exception.Message, exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw RecordingException.Unusable($"{this.Path} cannot be read: {exception.Message}", exception);
        }

        LoggedRecord record = this.records.Current;
        item = new RecordedItem { Place = record.Sequence, ReceivedAt = record.Observation.ReceivedAt, Observation = record.Observation };
        return true;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            this.records.Dispose();
        }
    }
}
