namespace WorldGan.Worlds;

/// <summary>Foreign text in our messages: as it is, or its beginning.</summary>
internal static class Excerpt
{
    private const int Longest = 60;

    public static string Of(string text) => text.Length <= Longest ? text : text[..Longest] + "…";
}
