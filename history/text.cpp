#include "history/text.h"

#include "runtime/utf8.h"

#include <type_traits>
#include <variant>

#include <boost/describe/members.hpp>
#include <boost/mp11/algorithm.hpp>

namespace stormlark::history {
namespace {

void mend(std::string& text) {
  if (!is_ascii(text)) text = well_formed(text);
}

template <class T>
void make_members_well_formed(T& event) {
  boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_public>>(
      [&](auto member) {
        auto& value = event.*member.pointer;
        if constexpr (std::is_same_v<decltype(value), std::string&>) mend(value);
      });
}

}  // namespace

void make_well_formed(Event& event) {
  std::visit([](auto& alternative) { make_members_well_formed(alternative); }, event);
}

}  // namespace stormlark::history
