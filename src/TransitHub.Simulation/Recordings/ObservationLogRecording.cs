using TransitHub.Core.Storage;

namespace TransitHub.Simulation.Recordings;

/// <summary>
/// Reads <c>log</c>: the segment files of a hub's observation log, also while the hub writes them. What is in it was
/// accepted once, with the correction of its device's clock.
/// </summary>
internal sealed class ObservationLogRecording : Recording
{
    private readonly IEnumerator<LoggedRecord> records;

    private ObservationLogRecording(string path)
        : base(path, RecordingFormat.ObservationLog) => this.records = ObservationLogReader.Read(path, from: default).GetEnumerator();

    /// <inheritdoc/>
    public override double? ShareRead => null;

    /// <inheritdoc/>
    private protected override string NothingFound => "no segment file in it holds an observation. Name the folder of one feed's log, below the hub's --data.";

    /// <summary>Opens the folder.</summary>
    public static ObservationLogRecording Open(string path)
    {
        try
        {
            return new ObservationLogRecording(path);
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
