namespace TransitHub.Gtfs.Reading;

/// <summary>How far the reading of a feed has come.</summary>
/// <param name="File">The file that is being read.</param>
/// <param name="BytesRead">Unpacked bytes read so far, of all files.</param>
/// <param name="BytesTotal">Unpacked bytes of all files.</param>
public readonly record struct ReadProgress(string File, long BytesRead, long BytesTotal);
