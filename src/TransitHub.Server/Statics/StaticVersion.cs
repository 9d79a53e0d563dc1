using System.Text.Json.Serialization;

namespace TransitHub.Server.Statics;

/// <summary>One version of a feed's static GTFS, as kept on disk.</summary>
/// <param name="Version">What real time names as <c>feed_version</c>.</param>
/// <param name="ContentHash">32 hexadecimal digits made of the files' names and bytes; also the zip's name.</param>
/// <param name="FirstServedAt">When this hub first served it, Unix seconds; 0: it was uploaded and has not served.</param>
/// <param name="Bytes">Size of the zip.</param>
/// <param name="StartDate">First day of service, YYYYMMDD; null: none.</param>
/// <param name="EndDate">Last day of service, YYYYMMDD; null: none.</param>
internal sealed record StaticVersion(string Version, string ContentHash, long FirstServedAt, long Bytes, string? StartDate, string? EndDate)
{
    /// <summary>False: it waits for an operator, and only operators know of it.</summary>
    [JsonIgnore]
    public bool HasServed => this.FirstServedAt > 0;
}
