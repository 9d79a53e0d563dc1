namespace TransitHub.Core.Storage.Books;

/// <summary>The matters of a feed, or of the hub, that operators write of; part of file names and keys.</summary>
public static class BookNames
{
    /// <summary>What riders are told.</summary>
    public const string Alerts = "alerts";

    /// <summary>The keys of readers; the hub's own and no feed's.</summary>
    public const string ReaderKeys = "reader-keys";

    /// <summary>What became of operators' sessions; the hub's own and no feed's.</summary>
    public const string Sessions = "sessions";

    /// <summary>Which static feed is in service in all processes, and which is to be.</summary>
    public const string Statics = "statics";

    /// <summary>How the service differs from the timetable.</summary>
    public const string ServiceChanges = "service-changes";
}
