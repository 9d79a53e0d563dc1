namespace TransitHub.Core.Storage.Books;

/// <summary>The matters of a feed that operators write of; part of file names and keys.</summary>
public static class BookNames
{
    /// <summary>What riders are told.</summary>
    public const string Alerts = "alerts";

    /// <summary>How the service differs from the timetable.</summary>
    public const string ServiceChanges = "service-changes";
}
