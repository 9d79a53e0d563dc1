namespace TransitHub.Core.Fusion;

/// <content>What is kept beside the log: what was learned over the days.</content>
public sealed partial class FusionPipeline
{
    /// <summary>
    /// What was learned of the links' times by time of day, of tides, of riders, and of which vehicle runs what, as bytes with checksums; to be kept over a restart or
    /// for a new version of the static feed. The thread that feeds the pipeline calls it.
    /// </summary>
    public byte[] EncodeHistory() => FeedHistory.Encode(this.history, this.tides, this.schedule, this.assigner.Turns, this.riders);

    /// <summary>Takes over what <see cref="EncodeHistory"/> gave, also of another version of the feed; before the first observation.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <returns>Links taken over, 0 or more; -1: the bytes are damaged or of another form, and nothing was taken.</returns>
    public int RestoreHistory(ReadOnlySpan<byte> bytes)
    {
        int links = FeedHistory.Decode(bytes, this.history, this.tides, this.schedule, this.assigner.Turns, this.riders);
        this.RestoredThrough = this.history.Through;
        return links;
    }

    /// <summary>Takes link times of earlier days, before the first observation; it counts them as history, as if it had run then.</summary>
    /// <param name="passages">In any order.</param>
    public void LearnEarlierDays(IEnumerable<EarlierPassage> passages) => EarlierPassage.Teach(passages, this.schedule, this.history);
}
