namespace TransitHub.Gtfs.Notices;

/// <summary>One more thing that a notice says, under the canonical validator's name for it.</summary>
/// <param name="Name">The name in lower camel case, such as <c>prevCsvRowNumber</c>.</param>
/// <param name="Value">A text, a <see cref="long"/>, an <see cref="int"/>, a <see cref="double"/>, a <see cref="bool"/> or null.</param>
public readonly record struct NoticeDetail(string Name, object? Value);
