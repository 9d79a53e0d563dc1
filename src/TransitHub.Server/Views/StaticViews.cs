using TransitHub.Server.Statics;

namespace TransitHub.Server.Views;

/// <summary>A feed's static versions for its operators.</summary>
/// <param name="Feed">The feed.</param>
/// <param name="CanPublish">Whether this process brings another one into service; false for a feed that is in no settings.</param>
/// <param name="StandsInsteadOf">Content hash of the source's own version that the one in service stands instead of, since an operator chose so; null: it is the source's.</param>
/// <param name="Pending">What is being done; null: nothing.</param>
/// <param name="Last">What became of the last one that was to come into service, and why it did not if so; null: there was none.</param>
/// <param name="Versions">Those that are kept, the one in service first.</param>
internal sealed record StaticVersionList(string Feed, bool CanPublish, string? StandsInsteadOf, PendingStaticView? Pending, StaticEvent? Last, IReadOnlyList<StaticVersionView> Versions)
{
    /// <summary>The largest zip that an admin may upload here, bytes; null: none may be, as in a hub that is scaled out.</summary>
    public long? MaxUploadBytes { get; init; }

    /// <summary>Of a feed, as it is now.</summary>
    public static StaticVersionList Of(string feed, StaticVersions versions, StaticRequests? requests)
    {
        string? current = versions.Current?.ContentHash;
        StaticPin? pin = StaticPin.Read(versions.Folder);
        return new StaticVersionList(
            feed, requests is not null, pin?.Serve == current && pin?.Over != current ? pin?.Over : null, requests?.Pending is { } p ? new PendingStaticView(p.Id, p.Version, p.By, p.Why) : null,
            versions.History.List() is [var last, ..] ? last : null,
            [.. versions.All.Select(v => StaticVersionView.Of(v, current))]);
    }
}

/// <summary>A static version.</summary>
/// <param name="Version">Its feed_version, or a part of its content hash where it has none.</param>
/// <param name="ContentHash">32 hexadecimal digits made of the files' names and bytes.</param>
/// <param name="InService">Whether real time refers to it.</param>
/// <param name="FirstServedAt">When this hub first served it, Unix seconds; null: it was uploaded and has not served, and only operators know of it.</param>
/// <param name="Bytes">Size of its zip.</param>
/// <param name="StartDate">First day of service, YYYYMMDD; null: none.</param>
/// <param name="EndDate">Last day of service, YYYYMMDD; null: none.</param>
internal sealed record StaticVersionView(string Version, string ContentHash, bool InService, long? FirstServedAt, long Bytes, string? StartDate, string? EndDate)
{
    /// <summary>Of a version.</summary>
    /// <param name="version">The version.</param>
    /// <param name="current">Content hash of the one in service.</param>
    public static StaticVersionView Of(StaticVersion version, string? current) => new(
        version.Version, version.ContentHash, version.ContentHash == current, version.HasServed ? version.FirstServedAt : null, version.Bytes, version.StartDate, version.EndDate);
}

/// <summary>What an operator asked of the static versions, and that is not done yet.</summary>
/// <param name="Request">Its id; the history has it when it is done.</param>
/// <param name="Version">The version that was asked for.</param>
/// <param name="By">Who asked.</param>
/// <param name="Why">Why.</param>
internal sealed record PendingStaticView(string Request, string? Version, string By, string Why);

/// <summary>What an operator says who brings a kept version into service.</summary>
/// <param name="Reason">Why, for the history, 1 to 500 characters.</param>
internal sealed record StaticChoice(string? Reason);
