namespace TransitHub.Archive;

/// <summary>Something an operator should know about the archive.</summary>
/// <param name="IsTrouble">True: something is wrong; false: a day was archived or removed as the settings ask.</param>
/// <param name="Message">The whole in one sentence or two.</param>
public sealed record ArchiveNotice(bool IsTrouble, string Message);
