namespace TransitHub.Core.Storage;

/// <summary>Something an operator should know about the log's files.</summary>
/// <param name="Kind">What.</param>
/// <param name="File">The segment file's full path.</param>
/// <param name="Offset">Where in it, bytes; 0 when the whole file is meant.</param>
/// <param name="Bytes">How many bytes it concerns.</param>
/// <param name="Message">The whole in one sentence.</param>
public sealed record LogNotice(LogNoticeKind Kind, string File, long Offset, long Bytes, string Message);

/// <summary>The kinds of <see cref="LogNotice"/>.</summary>
public enum LogNoticeKind
{
    /// <summary>The end of the newest segment was written only in part when the hub stopped, and was cut off. Nothing in it was acknowledged.</summary>
    TornTailCut,

    /// <summary>A segment is damaged before its end. Nothing was changed; reading stops there.</summary>
    Damage,

    /// <summary>Sequences are missing between two segments: a file was removed.</summary>
    Gap,

    /// <summary>A segment was removed by the limits of size or age.</summary>
    Removed,

    /// <summary>A segment could not be removed.</summary>
    NotRemoved,
}
