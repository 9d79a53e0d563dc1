using TransitHub.Gtfs.Notices;

namespace TransitHub.Gtfs.Reading;

/// <summary>Bounds for reading a feed.</summary>
public sealed record ScheduleReadOptions
{
    /// <summary>Notices kept per code, 1 or more; all are counted. Default 100: enough to see the kind of fault.</summary>
    public int NoticesPerCode { get; init; } = NoticeList.DefaultKeptPerCode;

    /// <summary>
    /// Unpacked bytes of one file, 1 or more, after which reading stops with an error notice. Default 8 GiB: four times the
    /// stop_times.txt of the largest national feeds, and an end for a zip made to fill the memory.
    /// </summary>
    public long MaxFileBytes { get; init; } = 8L << 30;

    /// <summary>Unpacked bytes from which a file is inflated on a second thread. Default 1 MiB; smaller files gain nothing.</summary>
    public long ReadAheadBytes { get; init; } = 1 << 20;
}
