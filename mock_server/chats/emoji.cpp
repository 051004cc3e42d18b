#include "mock_server/chats/emoji.h"

#include "runtime/suggest.h"

#include <sstream>
#include <vector>

#include <boost/algorithm/string/predicate.hpp>

namespace stormlark::mock {
namespace {

// A blank before each and behind the last.
constexpr std::string_view emoji =
    " "
    "18X 2022 ANGRY APPLAUSE AWESOMEN Alarm BEAR BEER BETRAYED BLUBBER BLUSH BOMB BULL "
    "Basketball BeamingFace BubbleTea CAKE CALF CANDIEDHAWS CHUCKLE CLAP CLEAVER COMFORT "
    "CRAZY CRY CUCUMBER CheckMark ClownFace Coffee ColdSweat CrossMark DIZZY DONE DROOL "
    "DROWSY DULL Delighted Drumstick EMBARRASSED ENOUGH ERROR EYESCLOSED EatingFood FACEPALM "
    "FINGERHEART FIRECRACKER FIREWORKS FISTBUMP FORTUNE FROWN Fire FullMoonFace GIFT GLANCE "
    "GeneralBusinessTrip GeneralDoNotDisturb GeneralInMeetingBusy GeneralMoonRest GeneralSun "
    "GeneralTravellingCar GeneralWorkFromHome Get GoGoGo HAMMER HAUGHTY HEADSET HEART "
    "HEARTBROKEN HIGHFIVE HUG HUSKY HappyDragon Hundred INNOCENTSMILE JIAYI JOYFUL "
    "JubilantRabbit KISS LAUGH LGTM LIPS LOL LOOKDOWN LOVE LUCK Lemon Loudspeaker MONEY "
    "MUSCLE MeMeMe MinusOne MoonRabbit Mooncake Movie Music NOSEPICK No OBSESSED OK OKR OnIt "
    "OneSecond PARTY PETRIFIED POOP PRAISE PROUD PUKE Partying Pepper Pin Pumpkin "
    "RAINBOWPUKE REDPACKET ROSE RoarForYou SALUTE SCOWL SHAKE SHHH SHOCKED SHOWOFF SHY SICK "
    "SILENT SKULL SLAP SLEEP SLIGHT SMART SMILE SMIRK SMOOCH SMUG SOB SPEECHLESS SPITBLOOD "
    "STRIVE SWEAT SaluteFace Shrug Sigh Snowman Soccer StatusBus StatusEnjoyLife "
    "StatusFlashOfInspiration StatusInFlight StatusReading Status_PrivateMessage "
    "StickyRiceBalls TEARS TEASE TERROR THANKS THINKING THUMBSUP TOASTED TONGUE TRICK TV "
    "ThanksFace ThumbsDown Trophy Typing UPPERLEFT VRHeadset WAIL WAVE WHAT WHIMPER WINK "
    "WITTY WOW WRONGED XBLUSH XmasHat XmasTree YAWN YEAH Yes YouAreTheBest ";

}  // namespace

bool is_emoji(std::string_view type) {
  const bool word = !type.empty() && type.find(' ') == type.npos;
  return word && emoji.find(" " + std::string(type) + " ") != emoji.npos;
}

std::string likely_emoji(const std::string& type) {
  std::vector<std::string> known;
  std::istringstream words{std::string(emoji)};
  for (std::string word; words >> word;) known.push_back(word);
  auto meant = nearest(type, known);
  for (const std::string& word : known) {
    if (boost::algorithm::iequals(word, type)) meant = word;
  }
  return meant ? "; did you mean " + *meant + "?" : std::string();
}

}  // namespace stormlark::mock
